#include "actors/analytics/analytics_service.hpp"

#include <caf/stateful_actor.hpp>
#include <catch2/catch_test_macros.hpp>

#include "actors/analytics/analytics_query_service.hpp"
#include "actors/finance/ledger_query_service.hpp"
#include "actors/finance/ledger_service.hpp"
#include "storage/ledger/ledger_schema.hpp"
#include "tests/actors/asking.hpp"
#include "tests/storage/store_places.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

constexpr instant noon{std::chrono::hours{24 * 20'000 + 12}};
constexpr book_id book{1};
const day_range always{*civil_date::parse("2000-01-01"), *civil_date::parse("2099-12-31")};

call_context context() {
  call_context ctx;
  ctx.who.user = {1};
  ctx.book = book;
  ctx.now = noon;
  return ctx;
}

/// FINANCE and ANALYTICS under virtual time, each on a database of its own; the test is the relay between them.
struct analytics_rig {
  virtual_system world;
  sqlite_place finance_place, analytics_place;
  vault keys{key_bytes::random()};
  service_deps finance{finance_place.database(), &keys, {}};
  service_deps analytics{analytics_place.database(), &keys, {}};
  ledger_query_actor finance_reader;
  ledger_snapshot_actor snapshots;
  ledger_actor ledger;
  analytics_actor follower;
  analytics_query_actor reader;
  std::int64_t account = 0;

  analytics_rig() {
    auto session = finance.database.open(session_mode::write);
    migrate(session, "finance", ledger_migrations());
    ledger = world.actors().spawn(ledger_service, finance);
    const auto query = world.actors().spawn(ledger_query_service, finance);
    finance_reader = query;
    snapshots = query;
    start();
    open_account body{context(), {"Everyday", account_type::checking, currency::usd(), {}}};
    account = ask<account_view>(world, ledger, body)->id.value;
  }
  ~analytics_rig() {
    for (const auto& each :
         {caf::actor_cast<caf::actor>(ledger), caf::actor_cast<caf::actor>(finance_reader),
          caf::actor_cast<caf::actor>(follower), caf::actor_cast<caf::actor>(reader)})
      caf::anon_send_exit(each, caf::exit_reason::kill);
    world.drain();
  }

  void start() {
    follower = world.actors().spawn(analytics_service,
                                    analytics_deps{analytics, snapshots, [] { return noon; }});
    reader = world.actors().spawn(analytics_query_service, analytics);
    world.drain();
  }
  void restart() {
    caf::anon_send_exit(follower, caf::exit_reason::kill);
    caf::anon_send_exit(reader, caf::exit_reason::kill);
    world.drain();
    start();
  }
  void spend(std::int64_t cents) {
    new_transaction body{
        {account}, civil_date::of(noon), {-cents, currency::usd()}, "Shop", category_id{6}, {}, {}};
    REQUIRE(ask<transaction_view>(world, ledger, record_transaction{context(), body}));
  }

  /// FINANCE's events from `from` on; the ones before come as missing.
  events_applied deliver(std::int64_t from = 1) {
    auto session = finance.database.open(session_mode::read);
    const auto events = std::make_shared<std::vector<delivered_event>>();
    const auto log = make_sql_event_log(session);
    for (const auto& row : log->list(0, 1'000)) {
      delivered_event event;
      event.sequence = row.sequence;
      event.kind = row.kind;
      event.book = row.book;
      event.at = row.at;
      event.payload = row.payload;
      if (row.sequence < from) event.how = delivered_event::handling::missing;
      events->push_back(std::move(event));
    }
    return *ask<events_applied>(world, follower, apply_events{context(), "finance", events});
  }
  auto spending() {
    return ask<expense_report>(world, reader, report_expenses{context(), always, {}});
  }
};

}  // namespace

TEST_CASE("analytics follows a ledger by its events and says how far it is") {
  analytics_rig rig;
  CHECK(rig.spending()->as_of_version == 0);
  rig.spend(100);
  rig.spend(50);
  rig.deliver();
  rig.deliver();
  const auto report = rig.spending();
  REQUIRE(report);
  CHECK(report->as_of_version == 3);
  CHECK(report->as_of == noon);
  REQUIRE(report->currencies.size() == 1);
  CHECK(report->currencies[0].total.minor == 150);
  rig.restart();
  CHECK(rig.spending()->currencies[0].total.minor == 150);
}

TEST_CASE("events that are gone from their log are made up for by reading the books again") {
  analytics_rig rig;
  rig.spend(100);
  rig.spend(50);
  const auto all_but_the_last = rig.deliver(3);
  CHECK(all_but_the_last.missing == 2);
  rig.world.drain();
  const auto report = rig.spending();
  REQUIRE(report);
  CHECK(report->as_of_version == 3);
  CHECK(report->currencies[0].total.minor == 150);
  rig.spend(7);
  rig.deliver();
  CHECK(rig.spending()->currencies[0].total.minor == 157);
}

TEST_CASE("a store that knows nothing of books whose events are all gone finds them at FINANCE") {
  analytics_rig rig;
  rig.spend(100);
  CHECK(rig.deliver(1'000).missing == 2);
  rig.world.drain();
  CHECK(rig.spending()->as_of_version == 2);
  CHECK(rig.spending()->currencies[0].total.minor == 100);
}

TEST_CASE("while FINANCE cannot be asked the figures are refused, and come when it can") {
  analytics_rig rig;
  rig.spend(100);
  auto snapshots = rig.snapshots;
  rig.snapshots = caf::actor_cast<ledger_snapshot_actor>(
      rig.world.actors().spawn([](caf::event_based_actor* self) -> caf::behavior {
        self->set_default_handler(caf::drop);
        return {[](int) {}};
      }));
  rig.restart();
  rig.deliver(2);  // the account's opening is missing, so the change does not follow
  CHECK(refused(rig.spending(), analytics_errc::being_read_again));
  rig.snapshots = snapshots;
  rig.restart();
  rig.world.drain();
  CHECK(rig.spending()->currencies[0].total.minor == 100);
}
