#include <algorithm>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <optional>
#include <vector>

#include "storage/storage_failure.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

constexpr book_id book{7}, other_book{8};
constexpr auto most = std::numeric_limits<std::int64_t>::max();

civil_date day(const char* text) { return *civil_date::parse(text); }

analytics_entry sample(std::int64_t id) {
  return {{id}, 3, {5}, {-6}, day("2026-03-04"), -1'234, *currency::parse("EUR"), 9};
}

day_total total(const char* on, std::int64_t other, std::int64_t amount, const char* code = "USD") {
  return {{day(on), {5}, {other}, *currency::parse(code)}, {split_sum::of(amount), 1}};
}
day_total taken_back(day_total total) {
  total.sum = {-total.sum.amount, -total.sum.rows};
  return total;
}
const day_range always{day("0001-01-01"), day("9999-12-31")};

std::optional<analytics_entry> found(analytics_repository& rows, book_id in, std::int64_t id) {
  const auto all = rows.find_entries(in, std::vector<transaction_id>{{id}});
  if (all.empty()) return std::nullopt;
  CHECK(all.size() == 1);
  return all.front();
}
void save(analytics_repository& rows, book_id in, const analytics_entry& entry) {
  rows.save_entries(in, std::vector{entry});
}
void add(analytics_repository& rows, book_id to, const day_total& change) {
  rows.add_to_days(to, std::vector{change});
}

}  // namespace

#define EVERY_FORM \
  memory_form<analytics_store>, sqlite_form<analytics_store>, postgres_form<analytics_store>

TEMPLATE_TEST_CASE("how far a book is followed outlives a restart", "[analytics]", EVERY_FORM) {
  TestType store;
  CHECK_FALSE(store.rows().find_book(book));
  followed_book row{book, following_state::reading, 5, instant{std::chrono::microseconds{17}}, 6,
                    4};
  store.rows().save_book(row);
  store.rows().save_book({.id = other_book});
  store.restart();
  CHECK(store.rows().find_book(book) == row);
  CHECK(store.rows().next_unread_book() == row);
  row.state = following_state::following;
  row.version = most;
  store.rows().save_book(row);
  CHECK(store.rows().find_book(book) == row);
  CHECK_FALSE(store.rows().next_unread_book());
}

TEMPLATE_TEST_CASE("an entry is the book's, replaced by its id and removed", "[analytics]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  auto entry = sample(1);
  save(rows, book, entry);
  CHECK(found(rows, book, 1) == entry);
  CHECK_FALSE(found(rows, other_book, 1));
  CHECK_FALSE(found(rows, book, 2));
  entry.version = 4;
  entry.amount = -most;
  entry.day = day("0001-01-01");
  save(rows, book, entry);
  CHECK(found(rows, book, 1) == entry);
  rows.remove_entry(other_book, {1});
  CHECK(found(rows, book, 1));
  rows.remove_entry(book, {1});
  CHECK_FALSE(found(rows, book, 1));
}

TEMPLATE_TEST_CASE("many entries and days are written and found at once", "[analytics]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  std::vector<transaction_id> ids;
  std::vector<analytics_entry> entries;
  std::vector<day_total> days;
  for (std::int64_t i = 1; i <= 150; ++i) {
    ids.push_back({i * 3});
    entries.push_back(sample(i * 3));
    days.push_back({{day("2026-03-04").plus_days(static_cast<int>(i)), {5}, {-6}, currency::usd()},
                    {split_sum::of(i), i}});
  }
  CHECK(rows.find_entries(book, {}).empty());
  rows.save_entries(book, {});
  rows.save_entries(book, entries);
  ids.push_back({4});
  auto stored = rows.find_entries(book, ids);
  std::ranges::sort(stored, {}, &analytics_entry::id);
  CHECK(stored == entries);
  for (auto& entry : entries) ++entry.version;
  entries.push_back(sample(4));
  rows.save_entries(book, entries);
  stored = rows.find_entries(book, ids);
  CHECK(stored.size() == 151);
  CHECK(std::ranges::count(stored, 4, &analytics_entry::version) == 150);

  rows.add_to_days(book, days);
  rows.add_to_days(book, days);
  for (auto& each : days) each = {each.key, {-each.sum.amount, -2 * each.sum.rows}};
  CHECK(rows.day_totals(book, always).size() == 150);
  days.front().sum.rows = -1;
  rows.add_to_days(book, days);
  CHECK(rows.day_totals(book, always) ==
        std::vector<day_total>{{days.front().key, {split_sum::of(1), 1}}});
}

TEMPLATE_TEST_CASE("a day's total adds up, goes with its last row, and does not overflow",
                   "[analytics]", EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto first = total("2026-03-04", -6, most), second = total("2026-03-04", -6, most - 1);
  add(rows, book, first);
  add(rows, book, second);
  auto sum = first.sum.amount;
  sum += second.sum.amount;
  CHECK(rows.day_totals(book, always) == std::vector<day_total>{{first.key, {sum, 2}}});
  auto moved = taken_back(second);
  moved.sum.rows = 0;  // an edit of the amount alone
  add(rows, book, moved);
  CHECK(rows.day_totals(book, always) ==
        std::vector<day_total>{{first.key, {first.sum.amount, 2}}});
  add(rows, book, taken_back(first));
  CHECK(rows.day_totals(book, always) == std::vector<day_total>{{first.key, {{0, 0}, 1}}});
  add(rows, book, taken_back(total("2026-03-04", -6, 0)));
  CHECK(rows.day_totals(book, always).empty());
}

TEMPLATE_TEST_CASE("totals come in the order of their keys, from the days asked for", "[analytics]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const std::vector<day_total> all{total("0001-01-01", -6, 1), total("2026-03-04", -6, 2, "EUR"),
                                   total("2026-03-04", -6, 3), total("2026-03-05", -7, 4),
                                   total("9999-12-31", 9, 5)};
  for (auto at = all.rbegin(); at != all.rend(); ++at) add(rows, book, *at);
  add(rows, other_book, total("2026-03-04", -6, 99));
  CHECK(rows.day_totals(book, always) == all);
  CHECK(rows.day_totals(book, {day("2026-03-04"), day("2026-03-04")}) ==
        std::vector<day_total>{all[1], all[2]});
  CHECK(rows.day_totals(book, {day("2026-03-06"), day("2026-03-04")}).empty());
}

TEMPLATE_TEST_CASE("worth is of what comes from outside, by day and currency", "[analytics]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto usd = currency::usd(), eur = *currency::parse("EUR");
  add(rows, book, total("2026-03-01", 0, 1'000));
  add(rows, book, total("2026-03-02", -6, 7, "EUR"));
  add(rows, book, total("2026-03-02", -6, -30));
  add(rows, book, total("2026-03-02", -7, -40));
  add(rows, book, total("2026-03-02", 9, -500));  // to another account of the book's
  CHECK(rows.worth_before(book, day("2026-03-01")).empty());
  CHECK(rows.worth_before(book, day("2026-03-03")) ==
        std::vector<worth_change>{{{}, eur, {0, 7}}, {{}, usd, {0, 930}}});
  CHECK(rows.worth_changes(book, {day("2026-03-01"), day("2026-03-02")}) ==
        std::vector<worth_change>{{day("2026-03-01"), usd, {0, 1'000}},
                                  {day("2026-03-02"), eur, {0, 7}},
                                  {day("2026-03-02"), usd, {0, -70}}});
  CHECK(rows.worth_changes(other_book, always).empty());
}

TEMPLATE_TEST_CASE("a book that is cleared leaves others alone", "[analytics]", EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  for (const auto id : {book, other_book}) {
    save(rows, id, sample(1));
    add(rows, id, total("2026-03-04", -6, 1));
  }
  rows.clear_book(book);
  CHECK_FALSE(found(rows, book, 1));
  CHECK(rows.day_totals(book, always).empty());
  CHECK(found(rows, other_book, 1));
  CHECK(rows.day_totals(other_book, always).size() == 1);
}

TEMPLATE_TEST_CASE("the missing events that were compared are remembered", "[analytics]",
                   EVERY_FORM) {
  TestType store;
  CHECK(store.rows().missing_compared() == 0);
  store.rows().set_missing_compared(12);
  store.restart();
  CHECK(store.rows().missing_compared() == 12);
}

TEMPLATE_TEST_CASE("a view sees one moment of the store", "[analytics]",
                   sqlite_form<analytics_store>, postgres_form<analytics_store>) {
  TestType store;
  store.restart();
  auto session = store.place().database().open(session_mode::read);
  const auto reader = make_sql_analytics_repository(session);
  reader->begin_read();
  CHECK_FALSE(reader->find_book(book));
  store.rows().save_book({.id = book});
  store.work().commit();
  store.work().begin();
  CHECK_FALSE(reader->find_book(book));
  reader->end_read();
  reader->begin_read();
  CHECK(reader->find_book(book));
  reader->end_read();
}
