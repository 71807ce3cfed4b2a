#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include "storage/storage_failure.hpp"
#include "tests/storage/ledger_samples.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

// What the database itself refuses, whatever the program above it does.

namespace {

template <class Form>
struct guarded_ledger {
  Form store;
  account_id account = add_account(store.rows());
  transaction_row row = add(store.rows(), {.account = account});

  void write(const char* sql) {
    translate_sql_errors("written past the types", [&] { store.session() << sql; });
  }
  void refuses(const char* sql) {
    expect_failure(store, [&] { write(sql); });
  }
};

}  // namespace

#define EVERY_FORM sqlite_form<ledger_store>, postgres_form<ledger_store>

TEMPLATE_TEST_CASE(
    "postings without their transaction make the commit fail and nothing of them stays", "[ledger]",
    EVERY_FORM) {
  guarded_ledger<TestType> ledger;
  ledger.store.restart();
  ledger.write(
      "INSERT INTO postings(book_id, ledger_account, date, transaction_id, part, amount, "
      "currency) VALUES(1, -2, 20000, 7, 0, 5, 'USD'), (1, 1, 20000, 7, 1, -5, 'USD')");
  CHECK_THROWS_AS(ledger.store.work().commit(), storage_failure);
  ledger.store.work().roll_back();
  ledger.store.work().begin();
  const sum_selection ever{first_book, day("1970-01-01"), day("2199-01-01"), "USD"};
  CHECK(ledger.store.rows().sum_postings(ever, {-2}).rows == 0);
  add(ledger.store.rows(), {.account = ledger.account});
  CHECK_NOTHROW(ledger.store.restart());
}

TEMPLATE_TEST_CASE("a transaction whose postings do not balance in each currency is not let in",
                   "[ledger]", EVERY_FORM) {
  guarded_ledger<TestType> ledger;
  const auto copy_first = [&] {
    ledger.write(
        "INSERT INTO transactions SELECT 7, book_id, account_id, other, date, amount, kind, payee_id, note, "
        "version, created_at, created_by, import_id, import_line FROM transactions WHERE id = 1");
  };
  const auto post = [&](const std::string& part, const std::string& value) {
    ledger.write(
        ("INSERT INTO postings(book_id, ledger_account, date, transaction_id, part, amount, "
         "currency) VALUES(1, 1, 20000, 7, " +
         part + ", " + value + ")")
            .c_str());
  };
  expect_failure(ledger.store, copy_first);
  post("0", "0, 'USD'");
  expect_failure(ledger.store, copy_first);
  post("1", "5, 'USD'");
  expect_failure(ledger.store, copy_first);
  post("2", "-5, 'EUR'");
  expect_failure(ledger.store, copy_first);
  post("3", "5, 'EUR'");
  expect_failure(ledger.store, copy_first);
  post("4", "-5, 'USD'");
  CHECK_NOTHROW(copy_first());
  CHECK_NOTHROW(ledger.store.work().commit());
}

TEMPLATE_TEST_CASE("no posting joins or leaves a transaction that stands", "[ledger]", EVERY_FORM) {
  guarded_ledger<TestType> ledger;
  ledger.refuses(
      "INSERT INTO postings(book_id, ledger_account, date, transaction_id, part, amount, "
      "currency) VALUES(1, -2, 20000, 1, 2, 0, 'USD')");
  ledger.refuses("DELETE FROM postings WHERE transaction_id = 1 AND part = 0");
  ledger.refuses("UPDATE transactions SET id = 9 WHERE id = 1");
  CHECK_NOTHROW(ledger.store.work().commit());
}

TEMPLATE_TEST_CASE("a transaction cannot go without its postings", "[ledger]", EVERY_FORM) {
  guarded_ledger<TestType> ledger;
  ledger.write("DELETE FROM transactions WHERE id = 1");
  CHECK_THROWS_AS(ledger.store.work().commit(), storage_failure);
}

TEMPLATE_TEST_CASE("a transaction is of an account that is there and stays", "[ledger]",
                   EVERY_FORM) {
  guarded_ledger<TestType> ledger;
  ledger.write(
      "INSERT INTO postings(book_id, ledger_account, date, transaction_id, part, amount, "
      "currency) VALUES(1, 99, 20000, 7, 0, 5, 'USD'), (1, -2, 20000, 7, 1, -5, 'USD')");
  ledger.refuses(
      "INSERT INTO transactions SELECT 7, book_id, 99, other, date, amount, kind, payee_id, note, "
      "version, created_at, created_by, import_id, import_line FROM transactions WHERE id = 1");
  ledger.refuses("UPDATE transactions SET account_id = 99 WHERE id = 1");
  ledger.refuses("DELETE FROM accounts WHERE id = 1");
}

TEMPLATE_TEST_CASE("a posting cannot be changed in its place", "[ledger]", EVERY_FORM) {
  guarded_ledger<TestType> ledger;
  ledger.refuses("UPDATE postings SET amount = amount * 2");
  ledger.refuses("UPDATE postings SET ledger_account = -9");
}

TEMPLATE_TEST_CASE("the history of a transaction cannot be changed", "[ledger]", EVERY_FORM) {
  guarded_ledger<TestType> ledger;
  ledger.store.rows().add_revision({ledger.row, "USD", {}, {1}, "edited"});
  ledger.refuses("UPDATE transaction_revisions SET amount = 0");
}

TEMPLATE_TEST_CASE("a reader's session cannot write", "[ledger]", EVERY_FORM) {
  guarded_ledger<TestType> ledger;
  ledger.store.restart();
  auto reader = ledger.store.place().database().open(session_mode::read);
  const auto rows = make_sql_ledger_repository(reader);
  CHECK_THROWS_AS(rows->save_book({first_book, 9, 9}), storage_failure);
}

TEMPLATE_TEST_CASE("a reader sees one state from begin to end and the newest one afterwards",
                   "[ledger]", EVERY_FORM) {
  guarded_ledger<TestType> ledger;
  ledger.store.restart();
  auto session = ledger.store.place().database().open(session_mode::read);
  const auto reader = make_sql_ledger_repository(session);
  reader->begin_read();
  CHECK(reader->list_transactions(page_of({})).size() == 1);
  add(ledger.store.rows(), {.account = ledger.account});
  ledger.store.restart();
  CHECK(reader->list_transactions(page_of({})).size() == 1);
  reader->end_read();
  CHECK(reader->list_transactions(page_of({})).size() == 2);
}
