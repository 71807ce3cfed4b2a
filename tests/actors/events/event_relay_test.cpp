#include <soci/session.h>

#include "actors/events/event_relay.hpp"

#include <caf/stateful_actor.hpp>
#include <catch2/catch_test_macros.hpp>

#include "actors/events/event_intake.hpp"
#include "actors/events/event_publisher.hpp"
#include "messages/facts.hpp"
#include "storage/data_folder.hpp"
#include "storage/memory/memory_service_state.hpp"
#include "storage/sql/sql_unit_of_work.hpp"
#include "tests/actors/asking.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

/// What a subscriber keeps over its restarts, and how it behaves.
struct subscriber_store {
  memory_service_state state;
  vault keys{key_bytes::random()};
  std::unique_ptr<event_cursors> cursors = make_memory_event_cursors(state);
  std::vector<std::int64_t> effects;
  std::vector<std::string> payloads;
  std::int64_t refused = 0;
  bool out = false;
  int asked = 0;
  event_intake intake{*cursors, keys, [this](const delivered_event& e) {
                        if (e.sequence == refused) throw event_failure{"cannot be had"};
                        effects.push_back(e.sequence);
                        payloads.push_back(e.payload);
                      }};
};

event_subscriber::behavior_type sample_subscriber(event_subscriber::pointer,
                                                  subscriber_store* store) {
  return {
      [store](const apply_events& m) -> caf::result<events_applied> {
        ++store->asked;
        if (store->out) return make_error(infra_errc::unavailable);
        const auto before = store->state;
        const auto effects = store->effects;
        auto applied = store->intake.apply(m);
        if (applied) return *applied;
        store->state = before;  // what a roll-back does
        store->effects = effects;
        return make_error(applied.error());
      },
      [](const list_parked_events&) { return parked_events_page{}; },
      [](const replay_event&) { return done{}; },
  };
}

/// Forgets as a publisher does.
event_publishing_actor::behavior_type sample_publisher(event_publishing_actor::pointer,
                                                       event_log* log) {
  return {[log](const retire_events& m) {
    return events_retired{log->remove(m.before, m.through, m.limit)};
  }};
}

struct relay_rig {
  temporary_folder place;
  data_folder data{place / "data", {}};
  virtual_system world;
  sql_session session = data.database("auth").open(session_mode::write);
  sql_unit_of_work work{session};
  std::unique_ptr<key_repository> key_rows;
  std::unique_ptr<event_log> log;
  key_ring keys;
  event_board board;
  subscriber_store first, second;
  std::vector<std::string> alerts;
  instant now{1'000s};
  caf::actor relay;

  relay_rig()
      : key_rows(make_sql_key_repository(session)),
        log(make_sql_event_log(session)),
        keys(data.keys(), *key_rows, "auth/user") {}
  ~relay_rig() { stop(); }

  void publish(int count = 1) {
    event_publisher publisher{*log, &keys, work, {}};
    publisher.begin();
    for (int i = 0; i < count; ++i)
      publisher.publish({user_id{1}, book_id{1}, now, {}}, user_registered{"192.0.2.1"});
    publisher.commit();
  }
  void start() {
    const auto crash = [this](std::string_view, std::string_view what) {
      alerts.emplace_back(what);
    };
    relay_deps deps{{data.database("auth"), &data.keys(), crash},
                    "auth",
                    "auth/user",
                    {{"first", world.actors().spawn(sample_subscriber, &first)},
                     {"second", world.actors().spawn(sample_subscriber, &second)}},
                    {},
                    1'000ms,
                    &board,
                    [this] { return now; },
                    world.actors().spawn(sample_publisher, log.get())};
    relay = caf::actor_cast<caf::actor>(world.actors().spawn(event_relay, deps));
    world.drain();
  }
  void stop() {
    caf::anon_send_exit(relay, caf::exit_reason::kill);
    relay = nullptr;
    world.drain();
  }
  void wake() {
    caf::anon_send(relay, events_committed{});
    world.pass(delivery_rules{}.gather);
  }
  subscription_status seen(std::size_t index) {
    world.pass(1'000ms);
    return board.snapshot().at(0).subscribers.at(index);
  }
};

std::vector<std::int64_t> up_to(std::int64_t last) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 1; i <= last; ++i) numbers.push_back(i);
  return numbers;
}

}  // namespace

TEST_CASE("every subscriber gets every event in order, in the clear, and once") {
  relay_rig rig;
  rig.publish(600);
  rig.start();
  CHECK(rig.first.effects == up_to(600));
  CHECK(rig.second.effects == up_to(600));
  CHECK(rig.first.payloads.front() == R"({"address":"192.0.2.1"})");
  rig.publish(2);
  rig.wake();
  CHECK(rig.first.effects == up_to(602));
  rig.publish();
  rig.world.pass(1'000ms);  // nobody told the relay
  CHECK(rig.first.effects == up_to(603));
  rig.stop();
  rig.start();
  rig.wake();
  CHECK(rig.first.effects == up_to(603));
  const auto status = rig.seen(1);
  CHECK(status.applied == 603);
  CHECK(status.in_flight == 0);
  CHECK(rig.board.snapshot().at(0).published == 603);
  CHECK(rig.alerts.empty());
}

TEST_CASE("a subscriber that is out gets everything later, parks nothing, and holds up nobody") {
  relay_rig rig;
  rig.first.out = true;
  rig.publish(300);
  rig.start();
  CHECK(rig.second.effects == up_to(300));
  rig.now += 90s;
  rig.world.pass(60'000ms);
  CHECK(rig.first.asked < 30);
  CHECK_FALSE(rig.seen(0).heard);  // it never told how far it is
  CHECK(rig.seen(0).in_flight == 0);
  rig.first.out = false;
  rig.world.pass(11'000ms);
  CHECK(rig.first.effects == up_to(300));
  auto status = rig.seen(0);
  CHECK(status.parked == 0);
  CHECK(status.in_flight == 0);

  rig.first.out = true;
  rig.publish(7);
  rig.now += 90s;
  rig.world.pass(60'000ms);
  status = rig.seen(0);
  CHECK(status.in_flight == 7);
  CHECK(status.oldest_age_ms == 90'000);
  rig.first.out = false;
  rig.world.pass(11'000ms);
  CHECK(rig.first.effects == up_to(307));
}

TEST_CASE("an event that cannot be applied is found among others and parked after its attempts") {
  relay_rig rig;
  rig.first.refused = 150;
  rig.publish(300);
  rig.start();
  rig.world.pass(20'000ms);
  auto expected = up_to(300);
  expected.erase(expected.begin() + 149);
  CHECK(rig.first.effects == expected);
  CHECK(rig.second.effects == up_to(300));
  REQUIRE(rig.first.state.parked_events.size() == 1);
  CHECK(rig.first.state.parked_events.begin()->second.event.sequence == 150);
  CHECK(rig.first.state.parked_events.begin()->second.reason == "cannot be had");
  CHECK(rig.seen(0).parked == 1);
  REQUIRE(rig.alerts.size() == 1);
  CHECK(rig.alerts[0].find("event 150 is parked by first") != std::string::npos);
}

TEST_CASE("a row that is gone from the log is reported, counted, and holds up nobody") {
  relay_rig rig;
  rig.publish(10);
  *rig.session.connection() << "DELETE FROM event_log WHERE sequence IN (4, 10)";
  rig.start();
  CHECK(rig.first.effects == std::vector<std::int64_t>{1, 2, 3, 5, 6, 7, 8, 9});
  const auto status = rig.seen(0);
  CHECK(status.missing == 2);
  CHECK(status.in_flight == 0);
  CHECK(rig.board.snapshot().at(0).lost == 2);
  *rig.session.connection() << "DELETE FROM event_log WHERE sequence = 1";  // delivered long ago
  rig.world.pass(1'000ms);
  CHECK(rig.board.snapshot().at(0).lost == 3);
  CHECK(rig.alerts.size() == 2);
}

TEST_CASE("events that retention took are not lost") {
  relay_rig rig;
  rig.publish(10);
  rig.start();
  rig.log->remove(rig.now + 1s, 5, 100);
  rig.world.pass(1'000ms);
  CHECK(rig.board.snapshot().at(0).lost == 0);
  CHECK(rig.seen(0).applied == 10);
}

TEST_CASE("old events go once every subscriber has them, and not before") {
  relay_rig rig;
  rig.second.out = true;
  rig.publish(10);
  rig.now += delivery_rules{}.kept;
  rig.publish(5);
  rig.now += 1s;
  rig.start();
  rig.world.pass(5'000ms);
  CHECK(rig.log->state().rows == 15);
  CHECK_FALSE(rig.seen(1).heard);
  rig.second.out = false;
  rig.world.pass(20'000ms);
  CHECK(rig.second.effects == up_to(15));
  CHECK(rig.log->state().kept_from == 11);
  CHECK(rig.log->state().rows == 5);
  CHECK(rig.board.snapshot().at(0).lost == 0);
  CHECK(rig.seen(1).heard);
  CHECK(rig.alerts.empty());
}

TEST_CASE("a subscriber that was set back is brought up again, one that is ahead is reported") {
  relay_rig rig;
  rig.publish(10);
  rig.start();
  rig.first.cursors->save("auth", rig.first.cursors->find("auth"), {4, 4, 0, 0});
  rig.second.cursors->save("auth", rig.second.cursors->find("auth"), {20, 20, 0, 0});
  rig.publish(1);
  rig.wake();
  rig.world.pass(2'000ms);
  auto expected = up_to(10);
  for (std::int64_t i = 5; i <= 11; ++i) expected.push_back(i);
  CHECK(rig.first.effects == expected);
  CHECK(rig.seen(1).ahead == 9);
}
