#include <sqlite3.h>

#include "storage/backup/file_descriptor.hpp"
#include "storage/sqlite/sqlite_session.hpp"
#include "storage/storage_failure.hpp"
#include "storage/transfer/data_loader.hpp"
#include "storage/transfer/packed_rows.hpp"
#include "storage/transfer/sqlite_connection.hpp"

namespace smartfin {
namespace {

std::string insert_into(const table_shape& table) {
  std::string values;
  for (std::size_t i = 0; i < table.columns.size(); ++i) values += i == 0 ? "?" : ", ?";
  return "INSERT INTO " + table.name + "(" + column_list(table) + ") VALUES(" + values + ")";
}

/// The bytes must stay until the statement has run.
void bind(sqlite3_stmt* to, int place, value_kind kind, std::optional<std::string_view> field) {
  if (!field) {
    sqlite3_bind_null(to, place);
    return;
  }
  const auto* bytes = field->data();
  const auto size = field->size();
  if (kind == value_kind::integer)
    sqlite3_bind_int64(to, place, integer_of(field));
  else if (kind == value_kind::text)
    sqlite3_bind_text64(to, place, bytes, size, SQLITE_STATIC, SQLITE_UTF8);
  else
    sqlite3_bind_blob64(to, place, bytes, size, SQLITE_STATIC);
}

class sqlite_data_loader final : public data_loader {
public:
  sqlite_data_loader(const std::filesystem::path& file, const service_shape& shape)
      : shape_(shape), connection_(file, sqlite_connection::access::read_write) {
    for (const auto* setting :
         {"locking_mode=EXCLUSIVE", "journal_mode=OFF", "synchronous=OFF", "foreign_keys=ON",
          "trusted_schema=OFF", "cache_size=-65536", "temp_store=MEMORY"})
      connection_.run(std::string{"PRAGMA "} + setting);
    for (const auto& table : shape_.tables)
      inserts_.push_back(connection_.prepare(insert_into(table)));
    connection_.run("BEGIN");
  }

  void take(const row_block& block) override {
    const auto& columns = shape_.tables.at(block.table).columns;
    auto& insert = inserts_[block.table];
    packed_fields fields{block.bytes};
    while (const auto count = fields.begin_row()) {
      if (*count != columns.size()) throw storage_failure{"a row has not its table's columns"};
      int place = 0;
      for (const auto& column : columns) bind(insert.native(), ++place, column.kind, fields.next());
      insert.step();
      insert.reset();
    }
    if (block.may_commit) connection_.run("COMMIT; BEGIN");
  }

  void take_counter(std::size_t table, std::int64_t value) override {
    const auto& name = shape_.tables.at(table).name;
    connection_.run("DELETE FROM sqlite_sequence WHERE name = '" + name + "'");
    if (value > 0)
      connection_.run("INSERT INTO sqlite_sequence(name, seq) VALUES('" + name + "', " +
                      std::to_string(value) + ")");
  }

  void end() override {
    connection_.run("COMMIT");
    file_descriptor::open_to_write(connection_.file()).sync();
  }

private:
  const service_shape shape_;
  sqlite_connection connection_;
  std::vector<sqlite_connection::statement> inserts_;
};

}  // namespace

std::unique_ptr<data_loader> open_sqlite_loader(const std::filesystem::path& file,
                                                const service_shape& shape) {
  make_empty_tables(sqlite_database(file), shape);
  return std::make_unique<sqlite_data_loader>(file, shape);
}

}  // namespace smartfin
