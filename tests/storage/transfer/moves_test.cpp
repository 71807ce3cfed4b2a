#include <soci/rowset.h>
#include <soci/session.h>

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "storage/migrations.hpp"
#include "storage/postgres/postgres_session.hpp"
#include "storage/sqlite/sqlite_session.hpp"
#include "storage/storage_failure.hpp"
#include "storage/transfer/data_source.hpp"
#include "storage/transfer/data_target.hpp"
#include "storage/transfer/packed_rows.hpp"
#include "tests/storage/store_places.hpp"
#include "tests/storage/transfer/filled_data.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

/// More than two groups of transactions.
constexpr int many = 10'000;

/// Moves and finishes.
void move_all(const data_place& from, const data_place& to) {
  const auto target = open_target(to, false);
  move_everything(from, *target);
  target->finish(key_check_of(from.folder));
}

const service_shape& finance_shape() {
  static const auto shape = shape_of("finance", known_schemas().at("finance"));
  return shape;
}

/// Blocks of rows as a damaged or a forged copy might have them.
row_block posting_block(std::int64_t transaction, const std::vector<std::int64_t>& amounts) {
  row_block block;
  block.table = finance_shape().place_of("postings");
  block.rows = static_cast<std::uint32_t>(amounts.size());
  row_packer row{block.bytes};
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    row.begin(7);  // book, account, date, transaction, part, amount, currency
    for (const auto value : {std::int64_t{1}, std::int64_t{2}, std::int64_t{20'000}, transaction,
                             static_cast<std::int64_t>(i), amounts[i]})
      row.add(value);
    row.add(std::string_view{"USD"});
  }
  return block;
}

row_block book_block() {
  row_block block;
  block.table = finance_shape().place_of("books");
  block.rows = 1;
  block.may_commit = true;
  row_packer row{block.bytes};
  row.begin(3);
  for (const std::int64_t value : {1, 1, 0}) row.add(value);
  return block;
}

row_block account_block() {
  row_block block;
  block.table = finance_shape().place_of("accounts");
  block.rows = 1;
  block.may_commit = true;
  row_packer row{block.bytes};
  row.begin(12);
  for (const std::int64_t value : {2, 1, 1}) row.add(value);
  for (const std::string_view text : {"USD", "name"}) row.add(text);
  for (const std::int64_t value : {0, 0, 0, 0, 1}) row.add(value);
  row.add(std::string_view{});
  row.add(std::int64_t{0});
  return block;
}

row_block transaction_block(std::int64_t id) {
  row_block block;
  block.table = finance_shape().place_of("transactions");
  block.rows = 1;
  block.may_commit = true;
  row_packer row{block.bytes};
  row.begin(14);
  for (const std::int64_t value : {id, {1}, {2}, {-3}, {20'000}, {5}, {0}, {0}}) row.add(value);
  row.add(std::string_view{});
  for (const std::int64_t value : {1, 0, 1, 0, 0}) row.add(value);
  return block;
}

/// What a loader says to transactions that break the ledger's rules, and to one that does not.
void expect_guards(const std::function<std::unique_ptr<data_loader>()>& opened) {
  const auto with_postings = [&](const std::vector<std::int64_t>& amounts, bool with_transaction) {
    const auto loader = opened();
    loader->take(book_block());
    loader->take(account_block());
    auto postings = posting_block(7, amounts);
    postings.may_commit = !with_transaction;
    loader->take(postings);
    if (with_transaction) loader->take(transaction_block(7));
    loader->end();
  };
  CHECK_THROWS_WITH(with_postings({5, -4}, true), ContainsSubstring("postings must balance"));
  CHECK_THROWS_WITH(with_postings({0}, true), ContainsSubstring("postings must balance"));
  CHECK_THROWS_AS(with_postings({5, -5}, false), storage_failure);
  CHECK_NOTHROW(with_postings({5, -5}, true));
}

}  // namespace

TEST_CASE("every table of every service comes along from folder to folder, with its counters") {
  const temporary_folder place;
  fill_folder(place / "from", many);
  const data_place from{place / "from", {}}, to{place / "to", {}};
  move_all(from, to);
  const auto before = contents_of(from);
  CHECK((contents_of(to) == before));
  for (const auto& [name, content] : before) {
    INFO(name);
    CHECK(content.rows > 0);
  }
  CHECK(before.at("finance.transactions").counter == many + 5);
  CHECK_NOTHROW(data_folder{place / "to", place / "from.master-key"});
}

TEST_CASE("every table of every service comes along to PostgreSQL and back (postgres)") {
  const postgres_installation server;
  const temporary_folder place;
  fill_folder(place / "from", many);
  const data_place from{place / "from", {}}, back{place / "back", {}};
  move_all(from, server.place());
  const auto before = contents_of(from);
  CHECK((contents_of(server.place()) == before));
  move_all(server.place(), back);
  CHECK((contents_of(back) == before));
  CHECK_NOTHROW(
      data_folder{server.place().folder, place / "from.master-key", server.place().where});
}

TEST_CASE("a counter that has come to PostgreSQL gives no id again (postgres)") {
  const postgres_installation server;
  const temporary_folder place;
  fill_folder(place / "from", 3);
  move_all({place / "from", {}}, server.place());
  const data_folder data{server.place().folder, place / "from.master-key", server.place().where};
  auto session = data.database("finance").open(session_mode::write);
  long long next = 0;
  *session.connection() << "SELECT nextval('transactions_id_seq')", soci::into(next);
  CHECK(next == 3 + 5 + 1);
}

TEST_CASE("a table that the program does not know is refused, never left out") {
  const temporary_folder place;
  { const data_folder made{place / "data", {}}; }
  *sqlite_database(place / "data/profile.db").open(session_mode::write).connection()
      << "CREATE TABLE dreams(id INTEGER PRIMARY KEY)";
  CHECK_THROWS_WITH(open_source({place / "data", {}}, source_use::shared),
                    ContainsSubstring("have a table dreams that this program does not know"));
}

TEST_CASE("a table in PostgreSQL that the program does not know is refused (postgres)") {
  const postgres_installation server;
  const auto place = server.place();
  { const data_folder made{place.folder, {}, place.where}; }
  *database_of(place.folder, place.where, "profile").open(session_mode::write).connection()
      << "CREATE TABLE dreams(id BIGINT PRIMARY KEY)";
  CHECK_THROWS_WITH(open_source(place, source_use::shared),
                    ContainsSubstring("have a table dreams that this program does not know"));
}

TEST_CASE("PostgreSQL has the columns of every service's shape and no others (postgres)") {
  for (const auto& [service, steps] : service_schemas()) {
    const auto shape = shape_of(service, static_cast<int>(steps().size()));
    const postgres_place place;
    auto session = place.database().open(session_mode::write);
    migrate(session, service, steps());
    std::vector<std::string> known, found;
    for (const auto& table : shape.tables)
      for (const auto& column : table.columns) known.push_back(table.name + "." + column.name);
    const soci::rowset<std::string> columns =
        (session.connection()->prepare
         << "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE "
            "table_schema = current_schema() AND table_name <> 'schema_migrations'");
    for (const auto& column : columns) found.push_back(column);
    std::ranges::sort(known);
    std::ranges::sort(found);
    CHECK(found == known);
  }
}

TEST_CASE("a database whose migrations are not this program's is refused") {
  const temporary_folder place;
  { const data_folder made{place / "data", {}}; }
  *sqlite_database(place / "data/auth.db").open(session_mode::write).connection()
      << "UPDATE schema_migrations SET checksum = 'other'";
  CHECK_THROWS_AS(open_source({place / "data", {}}, source_use::shared), storage_refusal);
  CHECK_THROWS_AS(shape_of("auth", 1'000), storage_refusal);
  CHECK_THROWS_AS(shape_of("auth", 0), storage_refusal);
  CHECK_THROWS_AS(shape_of("telepathy", 1), storage_refusal);
}

TEST_CASE("rows that break a rule of the ledger are refused by a new file") {
  const temporary_folder place;
  int number = 0;
  expect_guards([&] {
    return open_sqlite_loader(place / (std::to_string(++number) + ".db"), finance_shape());
  });
}

TEST_CASE("rows that break a rule of the ledger are refused by PostgreSQL (postgres)") {
  std::vector<std::unique_ptr<postgres_place>> places;
  places.push_back(std::make_unique<postgres_place>());  // skips the test where there is no server
  expect_guards([&] {
    places.push_back(std::make_unique<postgres_place>());
    return open_postgres_loader(places.back()->database(), finance_shape());
  });
}

TEST_CASE("a target that holds anything is refused and left alone") {
  const temporary_folder place;
  fill_folder(place / "from", 3);
  fill_folder(place / "to", 5);
  const auto before = contents_of({place / "to", {}});
  CHECK_THROWS_AS(open_target({place / "to", {}}, true), storage_refusal);
  CHECK((contents_of({place / "to", {}}) == before));
}

TEST_CASE("a PostgreSQL that holds anything is refused and left alone (postgres)") {
  const postgres_installation server;
  const auto place = server.place();
  { const data_folder made{place.folder, {}, place.where}; }
  const auto before = contents_of(place);
  CHECK_THROWS_WITH(open_target(place, false), ContainsSubstring("holds data already"));
  CHECK_THROWS_WITH(open_target(place, true), ContainsSubstring("holds data already"));
  CHECK((contents_of(place) == before));
}

TEST_CASE(
    "what was not finished in PostgreSQL is used by nobody and begun again only when asked "
    "(postgres)") {
  const postgres_installation server;
  const temporary_folder place;
  fill_folder(place / "from", many);
  const data_place from{place / "from", {}};
  {
    const auto abandoned = open_target(server.place(), false);
    move_everything(from, *abandoned);
    CHECK_THROWS_WITH(open_target(server.place(), true), ContainsSubstring("another SmartFin"));
  }
  CHECK_THROWS_WITH((data_folder{server.place().folder, {}, server.place().where}),
                    ContainsSubstring("not finished"));
  CHECK_THROWS_WITH(open_source(server.place(), source_use::shared),
                    ContainsSubstring("not finished"));
  CHECK_THROWS_WITH(open_target(server.place(), false), ContainsSubstring("--start-over"));
  const auto target = open_target(server.place(), true);
  move_everything(from, *target);
  target->finish(key_check_of(from.folder));
  CHECK((contents_of(server.place()) == contents_of(from)));
}

TEST_CASE(
    "data that somebody may write are not taken for oneself, nor the other way round "
    "(postgres)") {
  const postgres_installation server;
  const auto place = server.place();
  { const data_folder made{place.folder, {}, place.where}; }
  const auto profile = database_of(place.folder, place.where, "profile");
  {
    const auto writer = profile.open(session_mode::write);
    CHECK_THROWS_WITH(open_source(place, source_use::alone), ContainsSubstring("in use"));
    CHECK_NOTHROW(open_source(place, source_use::shared));
  }
  {
    const auto held = open_source(place, source_use::alone);
    CHECK_THROWS_WITH(profile.open(session_mode::write), ContainsSubstring("being moved"));
    CHECK_NOTHROW(profile.open(session_mode::read));
  }
  CHECK_NOTHROW(profile.open(session_mode::write));
}
