#include <catch2/catch_test_macros.hpp>

#include "storage/storage_failure.hpp"
#include "tests/storage/ledger_samples.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

// What the database itself refuses, whatever the program above it does.

namespace {

struct guarded_ledger {
  sqlite_form<ledger_store> store;
  account_id account = add_account(store.rows());
  transaction_row row = add(store.rows(), {.account = account});

  void write(const char* sql) {
    translate_sql_errors("written past the types", [&] { store.session() << sql; });
  }
};

}  // namespace

TEST_CASE("postings without their transaction make the commit fail and nothing of them stays") {
  guarded_ledger ledger;
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

TEST_CASE("a transaction whose postings do not balance in each currency is not let in") {
  guarded_ledger ledger;
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
  CHECK_THROWS_AS(copy_first(), storage_failure);
  post("0", "0, 'USD'");
  CHECK_THROWS_AS(copy_first(), storage_failure);
  post("1", "5, 'USD'");
  CHECK_THROWS_AS(copy_first(), storage_failure);
  post("2", "-5, 'EUR'");
  CHECK_THROWS_AS(copy_first(), storage_failure);
  post("3", "5, 'EUR'");
  CHECK_THROWS_AS(copy_first(), storage_failure);
  post("4", "-5, 'USD'");
  CHECK_NOTHROW(copy_first());
  CHECK_NOTHROW(ledger.store.work().commit());
}

TEST_CASE("no posting joins or leaves a transaction that stands") {
  guarded_ledger ledger;
  CHECK_THROWS_AS(
      ledger.write(
          "INSERT INTO postings(book_id, ledger_account, date, transaction_id, part, amount, "
          "currency) VALUES(1, -2, 20000, 1, 2, 0, 'USD')"),
      storage_failure);
  CHECK_THROWS_AS(ledger.write("DELETE FROM postings WHERE transaction_id = 1 AND part = 0"),
                  storage_failure);
  CHECK_THROWS_AS(ledger.write("UPDATE transactions SET id = 9 WHERE id = 1"), storage_failure);
  CHECK_NOTHROW(ledger.store.work().commit());
}

TEST_CASE("a transaction cannot go without its postings") {
  guarded_ledger ledger;
  ledger.write("DELETE FROM transactions WHERE id = 1");
  CHECK_THROWS_AS(ledger.store.work().commit(), storage_failure);
}

TEST_CASE("a posting cannot be changed in its place") {
  guarded_ledger ledger;
  CHECK_THROWS_AS(ledger.write("UPDATE postings SET amount = amount * 2"), storage_failure);
  CHECK_THROWS_AS(ledger.write("UPDATE postings SET ledger_account = -9"), storage_failure);
}

TEST_CASE("the history of a transaction cannot be changed") {
  guarded_ledger ledger;
  ledger.store.rows().add_revision({ledger.row, "USD", {}, {1}, "edited"});
  CHECK_THROWS_AS(ledger.write("UPDATE transaction_revisions SET amount = 0"), storage_failure);
}

TEST_CASE("a reader's session cannot write") {
  guarded_ledger ledger;
  ledger.store.restart();
  soci::session reader;
  open_sqlite(reader, ledger.store.file(), session_mode::read);
  const auto rows = make_sqlite_ledger_repository(reader);
  CHECK_THROWS_AS(rows->save_book({first_book, 9, 9}), storage_failure);
}

TEST_CASE("a reader sees one state from begin to end and the newest one afterwards") {
  guarded_ledger ledger;
  ledger.store.restart();
  soci::session session;
  open_sqlite(session, ledger.store.file(), session_mode::read);
  const auto reader = make_sqlite_ledger_repository(session);
  reader->begin_read();
  CHECK(reader->list_transactions(page_of({})).size() == 1);
  add(ledger.store.rows(), {.account = ledger.account});
  ledger.store.restart();
  CHECK(reader->list_transactions(page_of({})).size() == 1);
  reader->end_read();
  CHECK(reader->list_transactions(page_of({})).size() == 2);
}
