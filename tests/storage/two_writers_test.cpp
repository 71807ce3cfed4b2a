#include <soci/session.h>

#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "tests/storage/ledger_samples.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

// Two processes on one PostgreSQL are two sessions here.

namespace {

constexpr instant noon{std::chrono::hours{12}};

/// A database with one service's schema; the test's writers come and go.
template <class Store>
struct shared_place {
  postgres_place place;

  shared_place() {
    auto session = place.database().open(session_mode::write);
    migrate(session, "contract", Store::migrations());
  }
};

/// A writer as a process has it.
template <class Store>
struct writer {
  explicit writer(const postgres_place& place)
      : session(place.database().open(session_mode::write)),
        work(session),
        rows(Store::in_sql(session)) {}

  sql_session session;
  sql_unit_of_work work;
  std::unique_ptr<typename Store::repository> rows;
};

struct ledger_writer : writer<ledger_store> {
  explicit ledger_writer(const postgres_place& place)
      : writer(place), batch(make_ledger_batch(*rows, work)) {}

  std::unique_ptr<ledger_batch> batch;
};

/// The server ends the session, as it does when it stops or its machine dies.
void cut(const postgres_place& place, sql_session& session) {
  int process = 0;
  *session.connection() << "SELECT pg_backend_pid()", soci::into(process);
  auto other = place.database().open(session_mode::write);
  bool gone = false;
  std::string answer;
  *other.connection() << "SELECT pg_terminate_backend(:p, 10000)::text", soci::use(process),
      soci::into(answer);
  gone = answer == "true";
  REQUIRE(gone);
}

}  // namespace

TEST_CASE("of two writers with one version of a profile the later is told so (postgres)") {
  const shared_place<profile_store> shared;
  writer<profile_store> ann{shared.place}, bob{shared.place};
  ann.work.begin();
  REQUIRE(ann.rows->save({user_id{1}, 1, "first", noon}));
  ann.work.commit();

  ann.work.begin();
  REQUIRE(ann.rows->save({user_id{1}, 2, "ann's", noon}));
  bool saved = true;
  std::thread later{[&] {
    bob.work.begin();
    saved = bob.rows->save({user_id{1}, 2, "bob's", noon});  // waits for ann's commit
    bob.work.commit();
  }};
  ann.work.commit();
  later.join();
  CHECK_FALSE(saved);
  CHECK(bob.rows->find(user_id{1})->facts == "ann's");
}

TEST_CASE("two writers who change one book at once lose nothing of each other's (postgres)") {
  const shared_place<ledger_store> shared;
  account_id account;
  {
    ledger_writer first{shared.place};
    first.batch->begin();
    account = add_account(*first.batch);
    first.batch->commit();
  }
  constexpr int rounds = 60;
  const civil_month month{day("2026-03-01")};
  const auto food = ledger_account::of(category_id{1});
  const auto work = [&] {
    ledger_writer writer{shared.place};
    for (int i = 0; i < rounds; ++i) {
      writer.batch->begin();
      writer.batch->set_savepoint();
      auto row = writer.batch->find_account(first_book, account).value();
      ++row.balance;
      ++row.version;
      writer.batch->save_account(row);
      auto book = writer.batch->find_book(first_book).value();
      ++book.version;
      writer.batch->save_book(book);
      writer.batch->add_to_month(first_book, {month, food, dollars, 2, 1});
      add(*writer.batch, {.account = account});
      writer.batch->release_savepoint();
      writer.batch->commit();
    }
  };
  std::thread one{work}, two{work};
  one.join();
  two.join();

  ledger_writer after{shared.place};
  CHECK(after.rows->find_account(first_book, account)->balance == 2 * rounds);
  CHECK(after.rows->find_book(first_book)->version == 1 + 2 * rounds);
  CHECK(after.rows->find_month_total(first_book, {month, food, dollars}).rows == 2 * rounds);
  CHECK(after.rows->list_transactions(page_of({})).size() == 2 * rounds);
}

TEST_CASE("two writers who open one new book at once make one book (postgres)") {
  const shared_place<ledger_store> shared;
  const auto work = [&] {
    ledger_writer writer{shared.place};
    writer.batch->begin();
    auto book = writer.batch->find_book(first_book).value_or(book_row{first_book, 0, 0});
    ++book.version;
    writer.batch->save_book(book);
    writer.batch->commit();
  };
  std::thread one{work}, two{work};
  one.join();
  two.join();
  ledger_writer after{shared.place};
  CHECK(after.rows->find_book(first_book)->version == 2);
}

TEST_CASE("a refresh token is traded in once, whoever of two writers is asked (postgres)") {
  const shared_place<auth_store> shared;
  writer<auth_store> ann{shared.place}, bob{shared.place};
  ann.work.begin();
  const auto user = ann.rows->next_user_id();
  ann.rows->add_user({user, "lookup", "sealed", "", "hash", noon});
  session_row session{ann.rows->next_session_id(), user, "token 1", noon, noon, noon, {}, ""};
  ann.rows->add_session(session);
  ann.work.commit();

  ann.work.begin();
  REQUIRE(ann.rows->find_session(session.id)->refresh_hash == "token 1");
  std::string seen;
  std::thread later{[&] {
    bob.work.begin();
    seen = bob.rows->find_session(session.id)->refresh_hash;  // waits for ann's commit
    bob.work.commit();
  }};
  session.refresh_hash = "token 2";
  ann.rows->save_session(session);
  ann.work.commit();
  later.join();
  CHECK(seen == "token 2");
  CHECK(bob.rows->find_session(session.id)->refresh_hash == "token 2");
}

TEST_CASE("two processes that start at once bring the schema up to date once (postgres)") {
  const postgres_place place;
  const auto start = [&] {
    auto session = place.database().open(session_mode::write);
    migrate(session, "contract", ledger_migrations());
  };
  std::thread one{start}, two{start};
  one.join();
  two.join();
  int steps = 0;
  *place.database().open(session_mode::write).connection()
      << "SELECT COUNT(*) FROM schema_migrations",
      soci::into(steps);
  CHECK(steps == static_cast<int>(ledger_migrations().size()));
}

TEST_CASE(
    "a posting for another writer's open transaction does not go past the commit (postgres)") {
  const shared_place<ledger_store> shared;
  ledger_writer ann{shared.place}, bob{shared.place};
  ann.work.begin();
  const auto account = add_account(*ann.rows);
  ann.work.commit();
  ann.work.begin();
  const auto row = add(*ann.rows, {.account = account});

  // The guards that look at once see no transaction: it is not committed.
  bob.work.begin();
  *bob.session.connection()
      << "INSERT INTO postings(book_id, ledger_account, date, transaction_id, part, "
         "amount, currency) VALUES(1, -2, 20000, " +
             std::to_string(row.id.value) + ", 9, 5, 'USD')";
  ann.work.commit();
  CHECK_THROWS_AS(bob.work.commit(), storage_failure);
  bob.work.roll_back();
  CHECK(ann.rows->sum_since(first_book, account, day("1990-01-01")).amount == row.amount);
}

TEST_CASE("a batch whose connection is cut is lost, and the next one has another (postgres)") {
  const shared_place<profile_store> shared;
  writer<profile_store> writer{shared.place};
  writer.work.begin();
  REQUIRE(writer.rows->save({user_id{1}, 1, "lost", noon}));
  cut(shared.place, writer.session);
  CHECK_THROWS_AS(writer.rows->save({user_id{2}, 1, "lost too", noon}), storage_failure);
  CHECK_THROWS_AS(writer.rows->find(user_id{1}), storage_failure);
  CHECK_THROWS_AS(writer.work.commit(), storage_failure);
  writer.work.roll_back();

  writer.work.begin();
  CHECK_FALSE(writer.rows->find(user_id{1}));
  CHECK(writer.rows->save({user_id{1}, 1, "kept", noon}));
  writer.work.commit();
  CHECK(writer.rows->find(user_id{1})->facts == "kept");
}

TEST_CASE("a connection that is cut while nothing is open is replaced unseen (postgres)") {
  const shared_place<ledger_store> shared;
  ledger_writer writer{shared.place};
  auto session = shared.place.database().open(session_mode::read);
  const auto reader = make_sql_ledger_repository(session);
  cut(shared.place, writer.session);
  cut(shared.place, session);
  CHECK_NOTHROW(writer.batch->begin());
  ensure_book(*writer.batch);
  writer.batch->commit();
  reader->begin_read();
  CHECK(reader->find_book(first_book));
  reader->end_read();
  cut(shared.place, session);
  CHECK(reader->find_book(first_book));
}

TEST_CASE("a commit after a failed statement is refused and not taken for done (postgres)") {
  const shared_place<profile_store> shared;
  writer<profile_store> writer{shared.place};
  const auto keys = make_sql_key_repository(writer.session);
  writer.work.begin();
  keys->save(1, "wrapped");
  CHECK_THROWS_AS(keys->save(1, "again"), storage_failure);
  CHECK_THROWS_AS(writer.work.commit(), storage_failure);
  writer.work.roll_back();
  CHECK_FALSE(keys->find(1));
}

TEST_CASE(
    "a node that starts leaves the running imports of another alone, and ends a dead one's (postgres)") {
  const shared_place<ledger_store> shared;
  auto ann = std::make_unique<ledger_writer>(shared.place);
  ann->work.begin();
  const auto account = add_account(*ann->rows);
  import_record record{{}, first_book, account, import_state::running, noon, "sealed"};
  record.id = ann->rows->add_import(record);
  ann->work.commit();

  ledger_writer bob{shared.place};
  const auto state_after_start = [&] {
    bob.work.begin();
    bob.rows->interrupt_running_imports();
    const auto found = bob.rows->find_import(first_book, record.id);
    bob.work.commit();
    return found->state;
  };
  CHECK(state_after_start() == import_state::running);
  cut(shared.place, ann->session);
  CHECK(state_after_start() == import_state::failed);
}

TEST_CASE(
    "a posting that joins another session's new transaction is refused at the commit (postgres)") {
  const shared_place<ledger_store> shared;
  ledger_writer ann{shared.place}, bob{shared.place};
  ann.work.begin();
  const auto account = add_account(*ann.rows);
  ann.work.commit();
  ann.work.begin();
  const auto id = ann.rows->next_transaction_ids(1).front();
  bob.work.begin();
  *bob.session.connection()
      << "INSERT INTO postings(book_id, ledger_account, date, transaction_id, part, amount, "
         "currency) VALUES(1, 5, 0, :t, 9, 100, 'USD')",
      soci::use(id.value);
  add(*ann.rows, {.account = account});
  ann.work.commit();
  CHECK_THROWS_AS(bob.work.commit(), storage_failure);
}
