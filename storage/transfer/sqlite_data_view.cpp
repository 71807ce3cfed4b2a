#include <sqlite3.h>

#include "storage/storage_failure.hpp"
#include "storage/transfer/data_view.hpp"
#include "storage/transfer/packed_rows.hpp"
#include "storage/transfer/sqlite_connection.hpp"

namespace smartfin {
namespace {

void pack_value(row_packer& row, sqlite3_stmt* from, int column) {
  switch (sqlite3_column_type(from, column)) {
    case SQLITE_NULL:
      return row.add_null();
    case SQLITE_INTEGER:
      return row.add(std::int64_t{sqlite3_column_int64(from, column)});
    case SQLITE_TEXT:
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(from, column));
      return row.add({bytes, static_cast<std::size_t>(sqlite3_column_bytes(from, column))});
    }
    default:
      throw storage_failure{"a value is neither an integer, nor text, nor bytes"};
  }
}

class sqlite_data_view final : public data_view {
public:
  explicit sqlite_data_view(const std::filesystem::path& file)
      : connection_(file, sqlite_connection::access::read_only) {
    connection_.run("BEGIN");
    tables();  // the first read is what begins the view
  }

  sql_dialect dialect() const override { return sql_dialect::sqlite; }

  // Without the contents of indices, which no copy of rows carries on.
  void require_sound() override {
    std::string found;
    each("PRAGMA quick_check(1)", [&](std::string_view row) {
      packed_fields fields{row};
      fields.begin_row();
      found = fields.next().value_or("");
    });
    if (found != "ok")
      throw storage_refusal{"the database " + connection_.file().string() +
                            " is damaged: " + found};
  }

  std::vector<std::string> tables() override {
    std::vector<std::string> names;
    each(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND "
        "name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        [&](std::string_view row) {
          packed_fields fields{row};
          fields.begin_row();
          names.emplace_back(fields.next().value_or(""));
        });
    return names;
  }

  void each(const std::string& query, const take_row& take) override {
    auto statement = connection_.prepare(query);
    const int columns = sqlite3_column_count(statement.native());
    std::string bytes;
    row_packer row{bytes};
    while (statement.step()) {
      bytes.clear();
      row.begin(static_cast<std::size_t>(columns));
      for (int i = 0; i < columns; ++i) pack_value(row, statement.native(), i);
      take(bytes);
    }
  }

  std::int64_t counter(const std::string& table) override {
    return first_integer(*this, "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = '" +
                                    table + "'), 0)");
  }

private:
  sqlite_connection connection_;
};

}  // namespace

std::int64_t first_integer(data_view& view, const std::string& query) {
  std::optional<std::int64_t> found;
  view.each(query, [&](std::string_view row) {
    packed_fields fields{row};
    fields.begin_row();
    if (!found) found = integer_of(fields.next());
  });
  if (!found) throw storage_failure{"a query has no answer"};
  return *found;
}

std::unique_ptr<data_view> open_sqlite_view(const std::filesystem::path& file) {
  return std::make_unique<sqlite_data_view>(file);
}

}  // namespace smartfin
