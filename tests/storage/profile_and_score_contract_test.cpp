#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include "storage/storage_failure.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

instant at_second(std::int64_t second) { return instant{std::chrono::seconds{second}}; }
civil_date day(const char* iso) { return civil_date::parse(iso).value(); }

}  // namespace

TEMPLATE_TEST_CASE("a profile is saved only over the version it follows", "[profile]",
                   memory_form<profile_store>, sqlite_form<profile_store>,
                   postgres_form<profile_store>) {
  TestType store;
  auto& rows = store.rows();
  const user_id ann{1};
  CHECK_FALSE(rows.find(ann));
  CHECK_FALSE(rows.save({ann, 2, "too early", at_second(1)}));
  CHECK(rows.save({ann, 1, "first", at_second(1)}));
  CHECK_FALSE(rows.save({ann, 1, "first again", at_second(2)}));
  CHECK(rows.save({ann, 2, "second", at_second(3)}));
  CHECK_FALSE(rows.save({ann, 2, "second again", at_second(4)}));
  CHECK_FALSE(rows.save({ann, 4, "skips one", at_second(4)}));
  CHECK(rows.save({user_id{2}, 1, "bob's", at_second(4)}));

  store.restart();
  const auto found = store.rows().find(ann);
  REQUIRE(found);
  CHECK(found->user == ann);
  CHECK(found->version == 2);
  CHECK(found->facts == "second");
  CHECK(found->changed_at == at_second(3));
}

TEMPLATE_TEST_CASE("a day has one score, the last one, and days come newest first", "[score]",
                   memory_form<score_store>, sqlite_form<score_store>, postgres_form<score_store>) {
  TestType store;
  auto& rows = store.rows();
  const book_id book{1};
  rows.save({book, day("2026-01-01"), at_second(1), 40, "model/a", "sealed 1"});
  rows.save({book, day("2026-01-02"), at_second(2), 50, "model/a", "sealed 2"});
  rows.save({book, day("2026-01-02"), at_second(3), 60, "rules", "sealed 3"});
  rows.save({book, day("2026-01-03"), at_second(4), 70, "model/a", "sealed 4"});
  rows.save({book_id{2}, day("2026-01-02"), at_second(5), 1, "rules", "sealed 5"});
  expect_failure(store, [&] {
    rows.save({book, day("2026-01-04"), at_second(6), 101, "rules", "x"});
  });

  store.restart();
  const auto found = store.rows().list(book, day("2026-01-03"), 10);
  REQUIRE(found.size() == 2);
  CHECK(found[0].day == day("2026-01-02"));
  CHECK(found[0].book == book);
  CHECK(found[0].computed_at == at_second(3));
  CHECK(found[0].score == 60);
  CHECK(found[0].model == "rules");
  CHECK(found[0].detail == "sealed 3");
  CHECK(found[1].day == day("2026-01-01"));
  CHECK(store.rows().list(book, day("2026-02-01"), 1).front().score == 70);
}
