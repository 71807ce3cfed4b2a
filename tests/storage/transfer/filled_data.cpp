#include "tests/storage/transfer/filled_data.hpp"

#include <soci/session.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>

#include "storage/sqlite/sqlite_session.hpp"
#include "storage/transfer/data_source.hpp"
#include "storage/transfer/data_target.hpp"

namespace smartfin::testing {
namespace {

constexpr int rows_per_table = 3;

/// Tables whose rows keep a rule of their own; `i` is the row's number, from 1.
const std::map<std::string, std::string> special_rows = {
    {"event_head", "UPDATE event_head SET last = 7 + :i, kept_from = 3"},
    {"event_cursors",
     "INSERT INTO event_cursors(stream, sequence, applied, parked, missing) "
     "VALUES('stream ' || :i, 6 * :i, 3 * :i, 2 * :i, :i)"},
    {"comparisons", "UPDATE comparisons SET missing = :i"},
    {"audit_entries",
     "INSERT INTO audit_entries(entry_index, entry) VALUES(:i - 1, CAST(x'00ff0a5c' || :i AS BLOB))"},
};

/// Columns that a check keeps from being just the row's number.
const std::map<std::string, std::string> special_values = {{"contents.given_up", "0"}};

std::string generated(const table_shape& table, const column_shape& column) {
  const auto special = special_values.find(table.name + "." + column.name);
  if (special != special_values.end()) return special->second;
  switch (column.kind) {
    case value_kind::integer:
      return ":i";
    case value_kind::text:
      return "'" + column.name + " \t\\N \xc3\xa9 '' ' || :i";
    default:
      return "CAST(x'00ff0a5c' || :i AS BLOB)";
  }
}

std::string usual_row(const table_shape& table) {
  std::string values;
  for (const auto& column : table.columns)
    values += (values.empty() ? "" : ", ") + generated(table, column);
  return "INSERT INTO " + table.name + "(" + column_list(table) + ") VALUES(" + values + ")";
}

void fill_table(soci::session& session, const table_shape& table) {
  const auto special = special_rows.find(table.name);
  const auto sql = special == special_rows.end() ? usual_row(table) : special->second;
  INFO("how do rows of " << table.name << " look? " << sql);
  for (int i = 1; i <= rows_per_table; ++i) REQUIRE_NOTHROW(session << sql, soci::use(i, "i"));
}

/// Two postings each; the largest amounts there are, too.
void fill_transactions(soci::session& session, int transactions) {
  const auto numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                       std::to_string(transactions) + ") ";
  for (const auto* part : {"1, 1, 0, 9223372036854775807 - i", "1, -3, 1, i - 9223372036854775807"})
    session << numbers +
                   "INSERT INTO postings(book_id, ledger_account, part, amount, date, "
                   "transaction_id, currency) SELECT " +
                   part + ", 20000 - i % 700, i, 'USD' FROM n";
  session << numbers +
                 "INSERT INTO transactions SELECT i, 1, 1, -3, 20000 - i % 700, "
                 "i - 9223372036854775807, i % 2, 0, '', 1, i, 1, 0, 0 FROM n";
}

}  // namespace

void fill_folder(const std::filesystem::path& folder, int transactions) {
  const data_folder made{folder, {}};
  for (const auto& [service, steps] : service_schemas()) {
    const auto shape = shape_of(service, static_cast<int>(steps().size()));
    auto opened = made.database(service).open(session_mode::write);
    auto& session = *opened.connection();
    session << "BEGIN";
    for (const auto& table : shape.tables)
      if (table.name != "transactions" && table.name != "postings") fill_table(session, table);
    if (shape.service == "finance") fill_transactions(session, transactions);
    session << "COMMIT";
    for (const auto& table : shape.tables)  // its newest row went
      if (table.has_counter)
        session << "UPDATE sqlite_sequence SET seq = seq + 5 WHERE name = '" + table.name + "'";
  }
}

postgres_installation::postgres_installation() {
  const char* const server = std::getenv("SMARTFIN_TEST_POSTGRES_FOLDER");
  if (!server) SKIP("not started by tests/support/with-postgres");
  static int number = 0;
  const std::string folder{server},
      name = "move_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
  REQUIRE(std::system(("ops/dev/postgres database '" + folder + "' " + name).c_str()) == 0);
  std::getline(std::ifstream{folder + "/url"}, where_.url);
  where_.url.replace(where_.url.find("/smartfin?"), 10, "/" + name + "?");
  where_.password_file = folder + "/passwords";
}

std::map<std::string, table_content> contents_of(const data_place& place) {
  std::map<std::string, table_content> found;
  const auto source = open_source(place, source_use::shared);
  for (const auto& [shape, view] : source.services) {
    content_meter meter{shape};
    read_rows(*view, shape, meter);
    for (auto& table : meter.end()) found[shape.service + "." + table.table] = table;
  }
  return found;
}

void move_everything(const data_place& from, data_target& to) {
  const auto source = open_source(from, source_use::alone);
  for (const auto& [shape, view] : source.services) {
    checked_load load{to, shape};
    read_rows(*view, shape, load);
    load.end();
  }
}

}  // namespace smartfin::testing
