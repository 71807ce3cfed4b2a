#include <caf/typed_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <catch2/catch_test_macros.hpp>

#include "supervisors/service_router.hpp"
#include "tests/supervisors/supervisor_rig.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

using counter_actor = caf::typed_actor<caf::replies_to<echo>::with<int>>;

/// Answers how many requests this life of it has seen; 0 makes it crash.
counter_actor::behavior_type counter(counter_actor::pointer self) {
  apply_crash_policy(self);
  return {[seen = 0](const echo& asked) mutable -> int {
    if (asked.value == 0) throw std::logic_error{"zero"};
    return ++seen;
  }};
}

/// A supervised counter behind its router; a caller holds one typed handle throughout.
struct service_rig : supervisor_rig {
  std::shared_ptr<service_router> router;
  counter_actor handle;
  std::vector<int> answers;
  std::vector<caf::error> errors;

  explicit service_rig(std::size_t parked_max)
      : router(std::make_shared<service_router>(
            world.actors(), router_options{.name = "counter", .parked_max = parked_max})),
        handle(service<counter_actor>{router}.for_key(1)) {
    const child_spec line{.id = "counter",
                          .start =
                              [](caf::event_based_actor* parent) {
                                return caf::actor_cast<caf::actor>(parent->spawn(counter));
                              },
                          .address = router->worker(0)};
    start(options(), {line});
  }
  ~service_rig() { router->close(); }

  void ask(int value) {
    world.actors().spawn([this, value](caf::event_based_actor* self) {
      self->request(handle, 60s, echo{value})
          .then([this](int answer) { answers.push_back(answer); },
                [this](caf::error& error) { errors.push_back(std::move(error)); });
    });
    world.drain();
  }
};

}  // namespace

TEST_CASE("a typed handle from a router survives the restarts of its worker") {
  service_rig rig{0};
  rig.ask(1);
  rig.ask(1);
  rig.ask(0);
  CHECK(rig.errors == std::vector<caf::error>{caf::sec::runtime_error});
  rig.ask(1);
  CHECK(rig.errors.size() == 2);
  CHECK(rig.errors.back() == caf::sec::request_receiver_down);
  rig.world.pass(100ms);
  rig.ask(1);
  CHECK(rig.answers == std::vector{1, 2, 1});
}

TEST_CASE("with room to park, a request made during the restart delay is answered after it") {
  service_rig rig{1};
  rig.ask(0);
  rig.ask(1);
  CHECK(rig.answers.empty());
  CHECK(rig.router->load().queue == 1);
  rig.world.pass(100ms);
  CHECK(rig.answers == std::vector{1});
}

TEST_CASE("what is parked bounces when the supervisor gives up") {
  service_rig rig{1};
  for (int crash = 0; crash < 4; ++crash) {
    rig.ask(0);
    if (crash < 3) rig.world.pass(1s);
  }
  CHECK(rig.running() == 0);
  rig.ask(1);
  CHECK(rig.errors.back() == caf::sec::request_receiver_down);
}

TEST_CASE("a supervisor that is killed leaves its addresses bouncing and nothing parked") {
  service_rig rig{4};
  rig.ask(0);
  rig.ask(1);
  caf::anon_send_exit(rig.root, caf::exit_reason::kill);
  rig.world.drain();
  CHECK(rig.errors.size() == 2);
  CHECK(rig.router->load().queue == 0);
}
