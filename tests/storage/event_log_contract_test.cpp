#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include "storage/storage_failure.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

instant at_second(std::int64_t second) { return instant{std::chrono::seconds{second}}; }

event_row sample(std::int64_t sequence) {
  return {
      sequence,         "score_computed",    2,       user_id{7},
      book_id{8},       at_second(sequence), "trace", "{\"n\":" + std::to_string(sequence) + "}",
      sequence % 2 == 0};
}

void append(event_log& log) { log.append(std::vector{sample(log.take_numbers(1) + 1)}); }

std::vector<std::int64_t> numbers(const std::vector<event_row>& rows) {
  std::vector<std::int64_t> found;
  for (const auto& row : rows) found.push_back(row.sequence);
  return found;
}

}  // namespace

TEMPLATE_TEST_CASE("events have numbers without gaps, also across roll-backs and restarts",
                   "[events]", memory_form<profile_store>, sqlite_form<profile_store>,
                   postgres_form<profile_store>) {
  TestType store;
  append(store.events());
  store.work().set_savepoint();
  append(store.events());
  append(store.events());
  store.work().roll_back_to_savepoint();
  append(store.events());
  store.restart();
  append(store.events());
  store.work().commit();
  store.work().begin();
  append(store.events());
  store.work().roll_back();
  store.work().begin();
  append(store.events());

  CHECK(numbers(store.events().list(0, 10)) == std::vector<std::int64_t>{1, 2, 3, 4});
  CHECK(numbers(store.events().list(1, 2)) == std::vector<std::int64_t>{2, 3});
  CHECK(store.events().list(4, 2).empty());
  const auto found = store.events().find(2);
  REQUIRE(found);
  CHECK(found->kind == "score_computed");
  CHECK(found->version == 2);
  CHECK(found->user == user_id{7});
  CHECK(found->book == book_id{8});
  CHECK(found->at == at_second(2));
  CHECK(found->trace_id == "trace");
  CHECK(found->payload == "{\"n\":2}");
  CHECK(found->is_sealed);
  CHECK_FALSE(store.events().find(1)->is_sealed);
  CHECK_FALSE(store.events().find(5));
  expect_failure(store, [&] { store.events().append(std::vector{sample(2)}); });
}

TEMPLATE_TEST_CASE("retention takes old events that everybody has, and the log knows it",
                   "[events]", memory_form<profile_store>, sqlite_form<profile_store>,
                   postgres_form<profile_store>) {
  TestType store;
  for (int i = 0; i < 10; ++i) append(store.events());
  CHECK(store.events().remove(at_second(1), 10, 100) == 0);
  CHECK(store.events().remove(at_second(6), 3, 100) == 3);
  CHECK(store.events().remove(at_second(6), 10, 1) == 1);
  CHECK(store.events().remove(at_second(6), 10, 100) == 1);
  const auto state = store.events().state();
  CHECK(state.last == 10);
  CHECK(state.kept_from == 6);
  CHECK(state.rows == 5);
  CHECK(numbers(store.events().list(0, 2)) == std::vector<std::int64_t>{6, 7});
  CHECK(store.events().remove(at_second(99), 10, 100) == 5);
  CHECK(store.events().state().kept_from == 11);
  append(store.events());
  CHECK(numbers(store.events().list(0, 2)) == std::vector<std::int64_t>{11});
}

TEMPLATE_TEST_CASE("a cursor is kept for each stream and adds up", "[events]",
                   memory_form<profile_store>, sqlite_form<profile_store>,
                   postgres_form<profile_store>) {
  TestType store;
  CHECK(store.cursors().find("finance").sequence == 0);
  const auto save = [&](const std::string& stream, const event_cursor& cursor) {
    store.cursors().save(stream, store.cursors().find(stream), cursor);
  };
  save("finance", {3, 3, 0, 0});
  save("finance", {6, 3, 1, 2});
  save("auth", {1, 1, 0, 0});
  expect_failure(store, [&] { save("auth", {3, 1, 0, 0}); });
  expect_failure(store, [&] { save("auth", {0, 1, -1, 0}); });
  store.restart();
  const auto cursor = store.cursors().find("finance");
  CHECK(cursor.sequence == 6);
  CHECK(cursor.applied == 3);
  CHECK(cursor.parked == 1);
  CHECK(cursor.missing == 2);
}

TEMPLATE_TEST_CASE("a cursor that another has moved, or an older token, moves nothing", "[events]",
                   memory_form<profile_store>, sqlite_form<profile_store>,
                   postgres_form<profile_store>) {
  TestType store;
  store.cursors().save("finance", {}, {3, 3, 0, 0, 7});
  expect_failure(store, [&] { store.cursors().save("finance", {}, {4, 4, 0, 0, 7}); });
  expect_failure(store, [&] { store.cursors().save("finance", {3, 3}, {4, 4, 0, 0, 6}); });
  store.cursors().save("finance", {3, 3}, {3, 3, 0, 0, 9});
  store.restart();
  CHECK(store.cursors().find("finance").sequence == 3);
  CHECK(store.cursors().find("finance").fence == 9);
}

TEMPLATE_TEST_CASE("a parked event is kept whole, once, until it is removed", "[events]",
                   memory_form<profile_store>, sqlite_form<profile_store>,
                   postgres_form<profile_store>) {
  TestType store;
  const auto first = store.cursors().park({0, "auth", sample(4), "no such user", at_second(9)});
  const auto second = store.cursors().park({0, "auth", sample(5), "again", at_second(9)});
  expect_failure(store, [&] {
    store.cursors().park({0, "auth", sample(4), "twice", at_second(9)});
  });
  CHECK(store.cursors().park({0, "finance", sample(4), "another", at_second(9)}) > second);
  const auto page = store.cursors().list_parked(second + 1, 1);
  REQUIRE(page.size() == 1);
  CHECK(page[0].id == second);

  store.restart();
  const auto found = store.cursors().find_parked(first);
  REQUIRE(found);
  CHECK(found->stream == "auth");
  CHECK(found->event.sequence == 4);
  CHECK(found->event.kind == "score_computed");
  CHECK(found->event.book == book_id{8});
  CHECK(found->event.payload == "{\"n\":4}");
  CHECK(found->reason == "no such user");
  CHECK(found->parked_at == at_second(9));
  store.cursors().remove_parked(first);
  CHECK_FALSE(store.cursors().find_parked(first));
}
