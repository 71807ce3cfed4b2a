#include "actors/events/event_intake.hpp"

#include <catch2/catch_test_macros.hpp>

#include "messages/facts.hpp"
#include "storage/memory/memory_service_state.hpp"
#include "storage/storage_failure.hpp"

using namespace smartfin;

namespace {

delivered_event event(std::int64_t sequence,
                      delivered_event::handling how = delivered_event::handling::apply) {
  delivered_event made;
  made.sequence = sequence;
  made.how = how;
  made.kind = "sample";
  made.payload = "{\"version\":" + std::to_string(sequence) + "}";
  made.reason = "a reason";
  return made;
}

struct intake_rig {
  memory_service_state state;
  vault keys{key_bytes::random()};
  std::unique_ptr<event_cursors> cursors = make_memory_event_cursors(state);
  std::vector<std::int64_t> effects;
  std::int64_t refused = 0, faulty = 0;
  bool is_finish_faulty = false;
  int finished = 0;
  event_intake intake{*cursors, keys,
                      [this](const delivered_event& e) {
                        if (e.sequence == refused) throw event_failure{"cannot be had"};
                        if (e.sequence == faulty) throw std::logic_error{"Ann's secret"};
                        effects.push_back(fact_of<profile_changed>(e).version);
                      },
                      [this] {
                        if (is_finish_faulty) throw std::logic_error{"Ann's secret"};
                        ++finished;
                      }};

  auto apply(std::vector<delivered_event> events) {
    apply_events delivery;
    delivery.stream = "profile";
    delivery.events = std::make_shared<const std::vector<delivered_event>>(std::move(events));
    return intake.apply(delivery);
  }
};

using numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("an event is applied once however often it is delivered, and never out of order") {
  intake_rig rig;
  CHECK(rig.apply({})->sequence == 0);
  CHECK(rig.apply({event(1), event(2)})->sequence == 2);
  CHECK(rig.apply({event(1), event(2), event(3)})->sequence == 3);
  CHECK(rig.apply({event(5), event(6)})->sequence == 3);
  CHECK(rig.apply({event(4), event(6)})->sequence == 4);
  CHECK(rig.effects == numbers{1, 2, 3, 4});
}

TEST_CASE("what an effect keeps back is finished once a delivery, and before the cursor moves") {
  intake_rig rig;
  CHECK(rig.apply({event(1), event(2), event(3)}));
  CHECK(rig.finished == 1);
  rig.is_finish_faulty = true;
  CHECK(rig.apply({event(4)}).error().reason == "a fault in its effect");
  CHECK(rig.cursors->find("profile").sequence == 3);
}

TEST_CASE("an effect that cannot be had refuses the delivery with a reason free of contents") {
  intake_rig rig;
  rig.refused = 2;
  const auto refused = rig.apply({event(1), event(2)});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == infra_errc::event_refused);
  CHECK(refused.error().reason == "cannot be had");
  rig.refused = 0;
  rig.faulty = 1;
  CHECK(rig.apply({event(1)}).error().reason == "a fault in its effect");
  rig.faulty = 0;
  auto unreadable = event(1);
  unreadable.payload = "not JSON";
  CHECK(rig.apply({unreadable}).error().reason == "the payload does not read");
}

TEST_CASE("a parked event waits sealed, is replayed once, and the cursor adds up") {
  intake_rig rig;
  const auto after = rig.apply({event(1), event(2, delivered_event::handling::park),
                                event(3, delivered_event::handling::missing), event(4)});
  REQUIRE(after);
  CHECK(after->sequence == 4);
  CHECK(after->applied == 2);
  CHECK(after->parked == 1);
  CHECK(after->missing == 1);
  CHECK(rig.effects == numbers{1, 4});
  CHECK(rig.state.parked_events.begin()->second.event.payload.find("version") == std::string::npos);

  const auto page = rig.intake.list(100, 10);
  REQUIRE(page.items.size() == 1);
  CHECK(page.items[0].sequence == 2);
  CHECK(page.items[0].reason == "a reason");
  const auto id = page.items[0].id;
  rig.refused = 2;
  CHECK(rig.intake.replay(id).error().code == infra_errc::event_refused);
  rig.refused = 0;
  CHECK(rig.intake.replay(id));
  CHECK(rig.effects == numbers{1, 4, 2});
  CHECK(rig.intake.replay(id).error().code == infra_errc::event_not_found);
  const auto now = rig.apply({});
  CHECK(now->applied == 3);
  CHECK(now->parked == 0);
}
