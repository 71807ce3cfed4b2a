#include <algorithm>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "storage/storage_failure.hpp"
#include "tests/storage/ledger_samples.hpp"
#include "tests/storage/store_forms.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin;
using namespace smartfin::testing;

#define EVERY_FORM                                                           \
  memory_form<ledger_store>, sqlite_form<ledger_store>, batched_sqlite_form, \
      postgres_form<ledger_store>, batched_postgres_form

TEMPLATE_TEST_CASE("an account is found as it was saved, and not from another book", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  auto account = sample_account();
  ensure_book(rows);
  account.type = account_type::card;
  account.id = rows.add_account(account);
  CHECK(text_of(rows.find_account(first_book, account.id)) == text_of(account));

  account.balance = -5;
  account.opening = 9;
  account.transactions = 2;
  account.closed = true;
  account.version = 4;
  account.digest = "digest";
  account.name = "another sealed name";
  rows.save_account(account);
  CHECK(text_of(rows.find_account(first_book, account.id)) == text_of(account));
  CHECK_FALSE(rows.find_account(book_id{2}, account.id));
}

TEMPLATE_TEST_CASE("accounts come by id, from behind the one named, so many as asked for",
                   "[ledger]", EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  for (int i = 0; i < 5; ++i) add_account(rows);
  add_account(rows, book_id{2});
  const auto first = rows.list_accounts(first_book, 0, 3);
  REQUIRE(first.size() == 3);
  CHECK(first.back().id > first.front().id);
  const auto rest = rows.list_accounts(first_book, first.back().id.value, 3);
  REQUIRE(rest.size() == 2);
  CHECK(rest.front().id > first.back().id);
}

TEMPLATE_TEST_CASE("the id of a deleted account or transaction never comes again", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  const auto kept = add_account(store.rows());
  const auto gone = add_account(store.rows());
  const auto transaction = add(store.rows(), {.account = kept});
  store.rows().remove_account(first_book, gone);
  store.rows().remove_transaction(transaction);
  CHECK_FALSE(store.rows().find_account(first_book, gone));
  CHECK_FALSE(store.rows().find_transaction(first_book, transaction.id));

  store.restart();
  CHECK(add_account(store.rows()) > gone);
  CHECK(store.rows().next_transaction_id() > transaction.id);
}

TEMPLATE_TEST_CASE("an account with transactions cannot be removed", "[ledger]", EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto account = add_account(rows);
  const auto transaction = add(rows, {.account = account});
  expect_failure(store, [&] { rows.remove_account(first_book, account); });
  rows.remove_transaction(transaction);
  CHECK_NOTHROW(rows.remove_account(first_book, account));
}

TEMPLATE_TEST_CASE("an account or a payee without a book is refused", "[ledger]", EVERY_FORM) {
  TestType store;
  expect_failure(store, [&] { store.rows().add_account(sample_account()); });
  expect_failure(store, [&] { store.rows().add_payee(first_book, "lookup", "sealed"); });
}

TEMPLATE_TEST_CASE("a book knows a payee once, and lists what came after an id", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  ensure_book(rows);
  ensure_book(rows, book_id{2});
  const auto first = rows.add_payee(first_book, "a", "sealed a");
  const auto second = rows.add_payee(first_book, "b", "sealed b");
  rows.add_payee(book_id{2}, "a", "sealed for another");
  expect_failure(store, [&] { rows.add_payee(first_book, "a", "again"); });
  CHECK(text_of(rows.find_payee(first_book, "a")) == text_of(payee_row{first, "a", "sealed a"}));
  CHECK_FALSE(rows.find_payee(first_book, "c"));
  CHECK(text_of(rows.list_payees(first_book, 0)) ==
        text_of(std::vector<payee_row>{{first, "a", "sealed a"}, {second, "b", "sealed b"}}));
  CHECK(rows.list_payees(first_book, first).size() == 1);
}

TEMPLATE_TEST_CASE("a transaction is found as it was added, and as it was saved", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto account = add_account(rows);
  const auto target = add_account(rows);
  auto row = add(rows, {.account = account, .amount = -12'34, .payee = 4});
  CHECK(text_of(rows.find_transaction(first_book, row.id)) == text_of(row));
  CHECK_FALSE(rows.find_transaction(book_id{2}, row.id));

  row.account = target;
  row.other = ledger_account::of(account);
  row.date = day("2026-04-30");
  row.amount = 55;
  row.payee = 5;
  row.note.clear();
  ++row.version;
  rows.save_transaction(row, postings_of(row));
  CHECK(text_of(rows.find_transaction(first_book, row.id)) == text_of(row));
  CHECK(rows.sum_since(first_book, account, day("1990-01-01")).amount == -55);
  CHECK(rows.sum_since(first_book, target, day("1990-01-01")).amount == 55);
}

TEMPLATE_TEST_CASE("an opening balance is found by its account and never listed", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto account = add_account(rows);
  const auto other = add_account(rows);
  const auto opening = add(rows, {.account = account,
                                  .amount = 100'00,
                                  .other = ledger_account::opening_balances(),
                                  .kind = transaction_kind::opening});
  CHECK(text_of(rows.find_opening(first_book, account)) == text_of(opening));
  CHECK_FALSE(rows.find_opening(first_book, other));
  auto all = page_of({});
  CHECK(rows.list_transactions(all).empty());
  all.filter.account_id = account;
  CHECK(rows.list_transactions(all).empty());
}

TEMPLATE_TEST_CASE("pages hold every row once while newer rows come in", "[ledger]", EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto account = add_account(rows);
  std::vector<std::int64_t> expected;
  for (int i = 0; i < 9; ++i) {
    const auto row = add(rows, {.account = account, .date = i % 3 ? "2026-03-02" : "2026-03-01"});
    expected.push_back(row.id.value);
  }
  std::stable_sort(expected.begin(), expected.end(), [&](auto a, auto b) {
    const auto left = rows.find_transaction(first_book, {a})->date;
    const auto right = rows.find_transaction(first_book, {b})->date;
    return std::pair{left, a} > std::pair{right, b};
  });

  std::vector<std::int64_t> seen;
  auto page = page_of({});
  page.limit = 2;
  for (;;) {
    const auto found = rows.list_transactions(page);
    if (found.empty()) break;
    for (const auto id : ids_of(found)) seen.push_back(id);
    page.after = transaction_position{found.back().date, found.back().id};
    add(rows, {.account = account, .date = "2026-03-03"});
  }
  CHECK(seen == expected);
}

TEMPLATE_TEST_CASE("filters by account, category and days narrow together", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto a = add_account(rows);
  const auto b = add_account(rows);
  const auto food = category_id{7}, rent = category_id{4};
  const auto row = [&](const sample& s) { return add(rows, s).id.value; };
  const auto food_a = row({.account = a, .date = "2026-01-31", .other = ledger_account::of(food)});
  const auto rent_a = row({.account = a, .date = "2026-02-01", .other = ledger_account::of(rent)});
  const auto food_b = row({.account = b, .date = "2026-02-28", .other = ledger_account::of(food)});
  const auto moved = row({.account = a, .date = "2026-03-01", .other = ledger_account::of(b)});
  const auto ids = [&](const transaction_filter& filter) {
    return ids_of(rows.list_transactions(page_of(filter)));
  };
  const auto on = [](std::optional<account_id> account, std::optional<category_id> category) {
    transaction_filter filter;
    filter.account_id = account;
    filter.category_id = category;
    return filter;
  };
  const auto between = [](transaction_filter filter, const char* from, const char* to) {
    filter.from = civil_date::parse(from);
    filter.to = civil_date::parse(to);
    return filter;
  };
  using list = std::vector<std::int64_t>;
  CHECK(ids({}) == list{moved, food_b, rent_a, food_a});
  CHECK(ids(on(a, {})) == list{moved, rent_a, food_a});
  CHECK(ids(on(b, {})) == list{moved, food_b});
  CHECK(ids(on({}, food)) == list{food_b, food_a});
  CHECK(ids(on(a, food)) == list{food_a});
  CHECK(ids(between({}, "2026-02-01", "2026-02-28")) == list{food_b, rent_a});
  CHECK(ids(between(on(a, {}), "", "2026-01-31")) == list{food_a});
  CHECK(ids(between(on(a, rent), "2026-02-02", "")).empty());
}

TEMPLATE_TEST_CASE("a search finds any of the payees or all of the note's words", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto account = add_account(rows);
  const auto by_payee = add(rows, {.account = account, .payee = 11});
  const auto both_words = add(rows, {.account = account, .payee = 12});
  const auto one_word = add(rows, {.account = account, .payee = 12});
  rows.set_note_words(both_words, {"w1", "w2"});
  rows.set_note_words(one_word, {"w1"});
  const auto ids = [&](std::vector<std::int64_t> payees, std::vector<std::string> words) {
    auto page = page_of({});
    page.search_active = true;
    page.payees = std::move(payees);
    page.note_words = std::move(words);
    return ids_of(rows.list_transactions(page));
  };
  using list = std::vector<std::int64_t>;
  CHECK(ids({}, {}).empty());
  CHECK(ids({11, 99}, {}) == list{by_payee.id.value});
  CHECK(ids({}, {"w1"}) == list{one_word.id.value, both_words.id.value});
  CHECK(ids({}, {"w1", "w2"}) == list{both_words.id.value});
  CHECK(ids({11}, {"w2", "w1"}) == list{both_words.id.value, by_payee.id.value});

  auto edited = both_words;
  edited.version = 2;
  rows.set_note_words(edited, {"w3"});
  CHECK(ids({}, {"w2"}).empty());
  rows.remove_transaction(one_word);
  CHECK(ids({}, {"w1"}).empty());
}

TEMPLATE_TEST_CASE("a superseded version is kept once, and outlives its transaction", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto account = add_account(rows);
  const auto row = add(rows, {.account = account});
  rows.add_revision({row, "USD", at_second(5), user_id{1}, "deleted"});
  expect_failure(store, [&] {
    rows.add_revision({row, "USD", at_second(6), user_id{1}, "edited"});
  });
  rows.remove_transaction(row);
  CHECK(store.revisions() == 1);
}

TEMPLATE_TEST_CASE("month totals add up, keep currencies apart and go with their last row",
                   "[ledger]", EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  ensure_book(rows);
  const auto euros = currency::parse("EUR").value();
  const civil_month january{day("2026-01-15")}, february = january.plus(1);
  const auto food = ledger_account::of(category_id{7});
  CHECK(rows.add_to_month(first_book, {january, food, dollars, 10, 1}));
  CHECK(rows.add_to_month(first_book, {january, food, dollars, -25, 2}));
  CHECK(rows.add_to_month(first_book, {january, food, euros, 7, 1}));
  CHECK(rows.add_to_month(first_book, {february, food, dollars, 4, 1}));
  CHECK(rows.add_to_month(book_id{2}, {january, food, dollars, 99, 1}));
  CHECK(text_of(rows.month_totals(first_book, january, february)) ==
        text_of(std::vector<month_total_row>{{january, food, euros, 7, 1},
                                             {january, food, dollars, -15, 3},
                                             {february, food, dollars, 4, 1}}));
  CHECK(rows.add_to_month(first_book, {february, food, dollars, -4, -1}));
  CHECK(rows.month_totals(first_book, february, february).empty());
}

TEMPLATE_TEST_CASE("a month's total beyond 64 bits is refused and stays as it was", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const civil_month month{day("2026-01-15")};
  const auto food = ledger_account::of(category_id{7});
  CHECK(rows.add_to_month(first_book, {month, food, dollars, most - 1, 1}));
  CHECK(rows.add_to_month(first_book, {month, food, dollars, 1, 1}));
  CHECK_FALSE(rows.add_to_month(first_book, {month, food, dollars, 1, 1}));
  CHECK(text_of(rows.month_totals(first_book, month, month)) ==
        text_of(std::vector<month_total_row>{{month, food, dollars, most, 2}}));
}

TEMPLATE_TEST_CASE("sums take postings of both ends of their days and of one currency", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto a = add_account(rows);
  const auto food = ledger_account::of(category_id{7});
  const auto rent = ledger_account::of(category_id{4});
  add(rows, {.account = a, .date = "2026-01-01", .amount = -1, .other = food, .payee = 1});
  add(rows, {.account = a, .date = "2026-01-31", .amount = -20, .other = food, .payee = 2});
  add(rows, {.account = a, .date = "2026-01-31", .amount = -300, .other = rent, .payee = 2});
  add(rows, {.account = a, .date = "2026-02-01", .amount = -4000, .other = food, .payee = 1});
  const sum_selection january{first_book, day("2026-01-01"), day("2026-01-31"), "USD"};
  CHECK(text_of(rows.sum_postings(january, food)) == text_of(sum_row{21, 2}));
  CHECK(text_of(rows.sum_postings({first_book, day("2026-01-02"), day("2026-01-30"), "USD"},
                                  food)) == text_of(sum_row{0, 0}));
  auto euros = january;
  euros.currency = "EUR";
  CHECK(rows.sum_postings(euros, food).rows == 0);
  CHECK(text_of(rows.sum_since(first_book, a, day("2026-01-31"))) == text_of(sum_row{-4320, 3}));

  auto by_payee = rows.sum_by_payee(january);
  std::sort(by_payee.begin(), by_payee.end(), [](const auto& x, const auto& y) {
    return std::pair{x.payee, x.account} < std::pair{y.payee, y.account};
  });
  CHECK(text_of(by_payee) ==
        text_of(std::vector<payee_sum_row>{{1, food, 1, 1}, {2, food, 20, 1}, {2, rent, 300, 1}}));
}

TEMPLATE_TEST_CASE("transfer days are those on which another own account paid in", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto a = add_account(rows);
  const auto b = add_account(rows);
  const auto into_a = ledger_account::of(a), into_b = ledger_account::of(b);
  add(rows, {.account = a, .date = "2026-03-04", .amount = -1, .other = into_b});
  add(rows, {.account = b, .date = "2026-03-03", .amount = 2, .other = into_a});
  add(rows, {.account = b, .date = "2026-03-02", .amount = -3, .other = into_a});
  add(rows, {.account = b, .date = "2026-03-05", .amount = 4});
  add(rows, {.account = a, .date = "2026-03-01", .amount = -5, .other = into_b});
  CHECK(rows.transfer_days(first_book, b, day("2026-03-02")) ==
        std::vector{day("2026-03-03"), day("2026-03-04")});
  CHECK(rows.transfer_days(first_book, a, day("2026-03-01")) == std::vector{day("2026-03-02")});
}

TEMPLATE_TEST_CASE("an import row keeps its transaction while its marks grow", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto account = add_account(rows);
  const auto date = day("2026-01-05");
  rows.save_import_row(account, {date, "g2", 1, "a:1", {8}});
  rows.save_import_row(account, {date, "g1", 0, "a:2", {9}});
  rows.save_import_row(account, {date.plus_days(1), "g1", 0, "a:3", {10}});
  rows.save_import_row(account, {date, "g2", 1, "a:1 b:5", {77}});
  CHECK(text_of(rows.import_rows(account, date)) ==
        text_of(std::vector<import_row_record>{{date, "g1", 0, "a:2", {9}},
                                               {date, "g2", 1, "a:1 b:5", {8}}}));
}

TEMPLATE_TEST_CASE("imports come newest first, and running ones fail at the next start", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  const auto account = add_account(store.rows());
  const auto import_of = [&](import_state state) {
    import_record record{{}, first_book, account, state, at_second(9), "sealed"};
    record.id = store.rows().add_import(record);
    return record;
  };
  auto running = import_of(import_state::running);
  auto done = import_of(import_state::running);
  done.state = import_state::done;
  done.summary = "sealed anew";
  store.rows().save_import(done);
  store.rows().add_to_import(running.id, 3, 1);
  store.rows().add_to_import(running.id, 4, 0);
  running.rows_added = 7;
  running.rows_duplicate = 1;
  store.rows().interrupt_running_imports();  // its own go on
  CHECK(store.rows().find_import(first_book, running.id)->state == import_state::running);
  store.restart();
  // A database may notice a little later that the session before is gone.
  const auto is_failed = [&] {
    store.rows().interrupt_running_imports();
    return store.rows().find_import(first_book, running.id)->state == import_state::failed;
  };
  CHECK(smartfin::test::eventually(is_failed, std::chrono::seconds{20}));
  running.state = import_state::failed;
  CHECK(text_of(store.rows().list_imports(first_book, 1'000, 10)) ==
        text_of(std::vector<import_record>{done, running}));
  CHECK(text_of(store.rows().list_imports(first_book, done.id.value, 10)) ==
        text_of(std::vector<import_record>{running}));
  CHECK(text_of(store.rows().find_import(first_book, done.id)) == text_of(done));
  CHECK_FALSE(store.rows().find_import(book_id{2}, done.id));
}

TEMPLATE_TEST_CASE("going back to a savepoint leaves the requests before it", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  store.work().set_savepoint();
  const auto kept = add_account(rows);
  store.work().release_savepoint();
  store.work().set_savepoint();
  const auto dropped = add(rows, {.account = kept});
  store.work().roll_back_to_savepoint();
  CHECK(rows.find_account(first_book, kept));
  CHECK_FALSE(rows.find_transaction(first_book, dropped.id));
  CHECK(rows.sum_since(first_book, kept, day("1990-01-01")).rows == 0);

  store.work().roll_back();
  store.work().begin();
  CHECK_FALSE(store.rows().find_account(first_book, kept));
}

TEMPLATE_TEST_CASE("what was committed is there after a restart", "[ledger]", EVERY_FORM) {
  TestType store;
  const auto account = add_account(store.rows());
  const auto row = add(store.rows(), {.account = account});
  store.rows().save_book({first_book, 17, 1});
  store.restart();
  CHECK(text_of(store.rows().find_transaction(first_book, row.id)) == text_of(row));
  CHECK(text_of(store.rows().find_book(first_book)) == text_of(book_row{first_book, 17, 1}));
}

TEMPLATE_TEST_CASE("books come by id, from behind the one named, so many as asked for", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  for (const std::int64_t id : {30, 10, 20}) rows.save_book({book_id{id}, id + 1, 0});
  const auto page = rows.list_books({}, 2);
  REQUIRE(page.size() == 2);
  CHECK(text_of(page[0]) == text_of(book_row{book_id{10}, 11, 0}));
  CHECK(text_of(page[1]) == text_of(book_row{book_id{20}, 21, 0}));
  CHECK(rows.list_books({20}, 9).size() == 1);
  CHECK(rows.list_books({30}, 9).empty());
}

TEMPLATE_TEST_CASE("a search with thousands of matches shows the newest, as one with few does",
                   "[ledger]", EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto account = add_account(rows);
  const auto rare = add(rows, {.account = account, .payee = 12});
  for (int i = 0; i < 2'100; ++i) add(rows, {.account = account, .payee = 11});
  auto page = page_of({});
  page.search_active = true;
  page.payees = {11, 12};
  page.limit = 3;
  const auto newest = ids_of(rows.list_transactions(page));
  CHECK(newest == std::vector<std::int64_t>{rare.id.value + 2'100, rare.id.value + 2'099,
                                            rare.id.value + 2'098});
  page.payees = {12};
  CHECK(ids_of(rows.list_transactions(page)) == std::vector<std::int64_t>{rare.id.value});
}

TEMPLATE_TEST_CASE("imported rows are stored many at once as they are one by one", "[ledger]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto account = add_account(rows);
  const auto imported = [&](std::size_t count) {
    std::vector<imported_row> made;
    for (const auto id : rows.next_transaction_ids(count)) {
      transaction_row row;
      row.id = id;
      row.book = first_book;
      row.account = account;
      row.other = ledger_account{-5};
      row.date = day("2026-01-02");
      row.amount = -100 - static_cast<std::int64_t>(made.size());
      row.payee = 1;
      row.note = R"(a "quoted", \ {sealed}' NULL note)"
                 "\t\n\xc3\xa9";
      row.version = 1;
      row.created_at = at_second(9);
      row.created_by = {7};
      const auto group = "g" + std::to_string(id.value);
      made.push_back({row, postings_of(row), {"w", "v"}, {row.date, group, 1, "s:v", id}});
    }
    return made;
  };
  std::size_t total = 0;
  std::int64_t last_id = 0;
  for (const std::size_t count : {1, 63, 64, 65, 600, 0}) {
    const auto made = imported(count);
    REQUIRE(made.size() == count);
    rows.add_imported(account, made);
    total += count;
    for (const auto& each : made) {
      CHECK(each.row.id.value > last_id);
      last_id = each.row.id.value;
    }
    for (const auto& each : made)
      CHECK(text_of(rows.find_transaction(first_book, each.row.id)) == text_of(each.row));
  }
  CHECK(rows.import_rows(account, day("2026-01-02")).size() == total);
  auto found = page_of({});
  found.search_active = true;
  found.note_words = {"v", "w"};
  CHECK(rows.list_transactions(found).size() == total);
  // One by one goes on behind them.
  CHECK(rows.next_transaction_id().value > last_id);
  const auto sum = rows.sum_since(first_book, account, day("2026-01-01"));
  CHECK(sum.rows == static_cast<std::int64_t>(total));
}
