#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include "storage/storage_failure.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

std::string every_byte() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  return bytes;
}

std::int64_t append(audit_repository& rows, const std::string& entry) {
  return rows.append(std::vector{entry});
}

}  // namespace

TEMPLATE_TEST_CASE("many audit entries are appended at once, in their order", "[audit]",
                   memory_form<audit_store>, sqlite_form<audit_store>, postgres_form<audit_store>) {
  TestType store;
  std::vector<std::string> entries;
  for (int i = 0; i < 700; ++i) entries.push_back(every_byte() + std::to_string(i));
  CHECK(store.rows().append({}) == 0);
  CHECK(store.rows().append(entries) == 0);
  CHECK(store.rows().append(entries) == 700);
  CHECK(store.rows().size() == 1'400);
  CHECK(store.rows().list(0, 700) == entries);
  CHECK(store.rows().list(700, 700) == entries);
}

TEMPLATE_TEST_CASE("audit entries count from 0 and are read in their order", "[audit]",
                   memory_form<audit_store>, sqlite_form<audit_store>, postgres_form<audit_store>) {
  TestType store;
  auto& rows = store.rows();
  CHECK(rows.size() == 0);
  CHECK(rows.list(0, 10).empty());
  CHECK(append(rows, "first") == 0);
  CHECK(append(rows, "") == 1);
  CHECK(append(rows, every_byte()) == 2);
  CHECK(append(rows, std::string("\0end", 4)) == 3);

  store.restart();
  CHECK(store.rows().size() == 4);
  CHECK(store.rows().list(0, 10) ==
        std::vector<std::string>{"first", "", every_byte(), std::string("\0end", 4)});
  CHECK(store.rows().list(1, 2) == std::vector<std::string>{"", every_byte()});
  CHECK(store.rows().list(4, 2).empty());
  CHECK(store.rows().list(0, 0).empty());
  CHECK(store.rows().list(0, -1).empty());
  CHECK(append(store.rows(), "fifth") == 4);
}

TEMPLATE_TEST_CASE("an audit entry that is rolled back leaves no gap", "[audit]",
                   memory_form<audit_store>, sqlite_form<audit_store>, postgres_form<audit_store>) {
  TestType store;
  append(store.rows(), "kept");
  store.work().set_savepoint();
  CHECK(append(store.rows(), "dropped") == 1);
  store.work().roll_back_to_savepoint();
  CHECK(store.rows().size() == 1);
  CHECK(append(store.rows(), "next") == 1);
  CHECK(store.rows().list(0, 10) == std::vector<std::string>{"kept", "next"});
}

TEMPLATE_TEST_CASE("an audit entry has at most 65,535 bytes", "[audit]", memory_form<audit_store>,
                   sqlite_form<audit_store>, postgres_form<audit_store>) {
  TestType store;
  expect_failure(store, [&] { append(store.rows(), std::string(65'536, 'x')); });
  const std::string longest(65'535, '\0');
  CHECK(append(store.rows(), longest) == 0);
  CHECK(store.rows().list(0, 1).front() == longest);
}

TEST_CASE("the database lets nobody change, delete or number audit entries", "[audit]") {
  sqlite_form<audit_store> store;
  append(store.rows(), "one");
  append(store.rows(), "two");
  auto& session = store.session();
  CHECK_THROWS(session << "UPDATE audit_entries SET entry = x'00' WHERE entry_index = 0");
  CHECK_THROWS(session << "DELETE FROM audit_entries WHERE entry_index = 1");
  CHECK_THROWS(session << "INSERT INTO audit_entries(entry_index, entry) VALUES(3, x'00')");
  CHECK_THROWS(session << "REPLACE INTO audit_entries(entry_index, entry) VALUES(1, x'00')");
  CHECK(store.rows().list(0, 10) == std::vector<std::string>{"one", "two"});
}
