#include "storage/migrations.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "storage/sqlite/sqlite_session.hpp"
#include "storage/storage_failure.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr const char* first[] = {"CREATE TABLE things(id INTEGER PRIMARY KEY) STRICT",
                                 "INSERT INTO things(id) VALUES(1)"};
constexpr const char* second[] = {"INSERT INTO things(id) VALUES(2)"};
constexpr const char* another_second[] = {"INSERT INTO things(id) VALUES(3)"};
constexpr const char* broken[] = {"INSERT INTO things(id) VALUES(4)", "NOT SQL"};

constexpr migration one_step[] = {{1, "first", first}};
constexpr migration two_steps[] = {{1, "first", first}, {2, "second", second}};
constexpr migration changed_steps[] = {{1, "first", first}, {2, "second", another_second}};
constexpr migration broken_steps[] = {{1, "first", first}, {2, "second", broken}};

struct migrated_file {
  temporary_folder folder;
  sql_session session = sqlite_database(folder / "file.db").open(session_mode::write);

  void run(std::span<const migration> steps) { migrate(session, "things", steps); }
  int things() {
    int count = 0;
    *session.connection() << "SELECT COUNT(*) FROM things", soci::into(count);
    return count;
  }
};

}  // namespace

TEST_CASE("migrations run once each, whenever they come") {
  migrated_file file;
  file.run(one_step);
  file.run(one_step);
  CHECK(file.things() == 1);
  file.run(two_steps);
  file.run(two_steps);
  CHECK(file.things() == 2);
}

TEST_CASE("data that is newer than the program is refused with a sentence that says so") {
  migrated_file file;
  file.run(two_steps);
  CHECK_THROWS_WITH(file.run(one_step), ContainsSubstring("things has schema 2") &&
                                            ContainsSubstring("knows 1") &&
                                            ContainsSubstring("use a newer program"));
  CHECK_THROWS_AS(file.run(one_step), storage_refusal);
  CHECK(file.things() == 2);
}

TEST_CASE("a migration that was changed after it ran is refused") {
  migrated_file file;
  file.run(two_steps);
  CHECK_THROWS_WITH(file.run(changed_steps), ContainsSubstring("migration 2 of things"));
  CHECK_NOTHROW(file.run(two_steps));
}

TEST_CASE("a migration that fails leaves the data as it was") {
  migrated_file file;
  file.run(one_step);
  CHECK_THROWS_AS(file.run(broken_steps), storage_failure);
  CHECK(file.things() == 1);
  CHECK_NOTHROW(file.run(two_steps));
  CHECK(file.things() == 2);
}
