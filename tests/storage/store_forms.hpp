#pragma once

#include <soci/session.h>

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "storage/analytics/analytics_schema.hpp"
#include "storage/analytics/memory_analytics_repository.hpp"
#include "storage/audit/memory_audit_repository.hpp"
#include "storage/auth/memory_auth_repository.hpp"
#include "storage/ledger/ledger_batch.hpp"
#include "storage/ledger/ledger_schema.hpp"
#include "storage/ledger/memory_ledger_repository.hpp"
#include "storage/memory/memory_unit_of_work.hpp"
#include "storage/profile/memory_profile_repository.hpp"
#include "storage/score/memory_score_repository.hpp"
#include "storage/sql/sql_unit_of_work.hpp"
#include "storage/storage_failure.hpp"
#include "tests/storage/store_places.hpp"

namespace smartfin::testing {

/// What differs between services when their stores are opened for a contract test.
struct ledger_store {
  using repository = ledger_repository;
  using state = memory_ledger_state;
  static auto migrations() { return ledger_migrations(); }
  static auto in_memory(state& rows) { return make_memory_ledger_repository(rows); }
  static auto in_sql(sql_session& session) { return make_sql_ledger_repository(session); }
};

struct auth_store {
  using repository = auth_repository;
  using state = memory_auth_state;
  static auto migrations() { return auth_migrations(); }
  static auto in_memory(state& rows) { return make_memory_auth_repository(rows); }
  static auto in_sql(sql_session& session) { return make_sql_auth_repository(session); }
};

struct profile_store {
  using repository = profile_repository;
  using state = memory_profile_state;
  static auto migrations() { return profile_migrations(); }
  static auto in_memory(state& rows) { return make_memory_profile_repository(rows); }
  static auto in_sql(sql_session& session) { return make_sql_profile_repository(session); }
};

struct score_store {
  using repository = score_repository;
  using state = memory_score_state;
  static auto migrations() { return score_migrations(); }
  static auto in_memory(state& rows) { return make_memory_score_repository(rows); }
  static auto in_sql(sql_session& session) { return make_sql_score_repository(session); }
};

struct audit_store {
  using repository = audit_repository;
  using state = memory_audit_state;
  static auto migrations() { return audit_migrations(); }
  static auto in_memory(state& rows) { return make_memory_audit_repository(rows); }
  static auto in_sql(sql_session& session) { return make_sql_audit_repository(session); }
};

struct analytics_store {
  using repository = analytics_repository;
  using state = memory_analytics_state;
  static auto migrations() { return analytics_migrations(); }
  static auto in_memory(state& rows) { return make_memory_analytics_repository(rows); }
  static auto in_sql(sql_session& session) { return make_sql_analytics_repository(session); }
};

/// A service's store in memory, with a transaction open.
template <class Store>
class memory_form {
public:
  memory_form() { work_.begin(); }

  /// Commits, then opens the store as the next start of the node does.
  void restart() {
    work_.commit();
    rows_ = Store::in_memory(state_);
    work_.begin();
  }
  unit_of_work& work() { return work_; }
  typename Store::repository& rows() { return *rows_; }
  idempotency_repository& answers() { return *answers_; }
  key_repository& keys() { return *keys_; }
  event_log& events() { return *events_; }
  event_cursors& cursors() { return *cursors_; }
  std::size_t revisions() { return state_.revisions.size(); }

private:
  typename Store::state state_;
  memory_unit_of_work<typename Store::state> work_{state_};
  std::unique_ptr<typename Store::repository> rows_ = Store::in_memory(state_);
  std::unique_ptr<idempotency_repository> answers_ = make_memory_idempotency_repository(state_);
  std::unique_ptr<key_repository> keys_ = make_memory_key_repository(state_);
  std::unique_ptr<event_log> events_ = make_memory_event_log(state_);
  std::unique_ptr<event_cursors> cursors_ = make_memory_event_cursors(state_);
};

/// The same in a database at a place of its own.
template <class Store, class Place>
class sql_form {
public:
  sql_form() { parts_->work.begin(); }
  ~sql_form() { parts_->work.roll_back(); }

  void restart() {
    parts_->work.commit();
    parts_.reset();
    parts_ = std::make_unique<parts>(place_.database());
    parts_->work.begin();
  }
  unit_of_work& work() { return parts_->work; }
  typename Store::repository& rows() { return *parts_->rows; }
  idempotency_repository& answers() { return *parts_->answers; }
  key_repository& keys() { return *parts_->keys; }
  event_log& events() { return *parts_->events; }
  event_cursors& cursors() { return *parts_->cursors; }
  soci::session& session() { return *parts_->session.connection(); }
  const Place& place() const { return place_; }
  std::size_t revisions() {
    long long count = 0;
    session() << "SELECT COUNT(*) FROM transaction_revisions", soci::into(count);
    return static_cast<std::size_t>(count);
  }

private:
  // In the order in which each needs the one before.
  struct parts {
    explicit parts(const service_database& database)
        : session(database.open(session_mode::write)),
          work((migrate(session, "contract", Store::migrations()), session)),
          rows(Store::in_sql(session)),
          answers(make_sql_idempotency_repository(session)),
          keys(make_sql_key_repository(session)),
          events(make_sql_event_log(session)),
          cursors(make_sql_event_cursors(session)) {}

    sql_session session;
    sql_unit_of_work work;
    std::unique_ptr<typename Store::repository> rows;
    std::unique_ptr<idempotency_repository> answers;
    std::unique_ptr<key_repository> keys;
    std::unique_ptr<event_log> events;
    std::unique_ptr<event_cursors> cursors;
  };

  Place place_;
  std::unique_ptr<parts> parts_ = std::make_unique<parts>(place_.database());
};

template <class Store>
using sqlite_form = sql_form<Store, sqlite_place>;
template <class Store>
using postgres_form = sql_form<Store, postgres_place>;

/// The ledger in a database, behind the writer's batch.
template <class Place>
class batched_form {
public:
  batched_form() { reopen(); }
  void restart() {
    batch_->commit();
    store_.work().begin();
    store_.restart();
    reopen();
  }
  unit_of_work& work() { return *batch_; }
  ledger_repository& rows() { return *batch_; }
  std::size_t revisions() { return store_.revisions(); }

private:
  // The form below has a transaction open already.
  void reopen() {
    store_.work().roll_back();
    batch_ = make_ledger_batch(store_.rows(), store_.work());
    batch_->begin();
  }

  sql_form<ledger_store, Place> store_;
  std::unique_ptr<ledger_batch> batch_;
};

using batched_sqlite_form = batched_form<sqlite_place>;
using batched_postgres_form = batched_form<postgres_place>;

/// Expects a refusal by the store, and takes back what led to it: before that PostgreSQL does nothing more.
template <class Form, class Call>
void expect_failure(Form& store, Call&& call) {
  store.work().set_savepoint();
  CHECK_THROWS_AS(call(), storage_failure);
  store.work().roll_back_to_savepoint();
}

}  // namespace smartfin::testing
