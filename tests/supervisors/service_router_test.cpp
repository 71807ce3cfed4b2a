#include "supervisors/service_router.hpp"

#include <caf/typed_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <catch2/catch_test_macros.hpp>
#include <set>
#include <thread>

#include "tests/supervisors/supervisor_rig.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

struct who_are_you {};

}  // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(who_are_you)

namespace {

using named_actor = caf::typed_actor<caf::replies_to<who_are_you>::with<int>>;

/// Workers 0 to n-1, each bound to its address and answering its number.
struct router_rig {
  virtual_system world;
  std::shared_ptr<service_router> router;
  std::vector<named_actor> workers;

  router_rig(smartfin::routing routing, std::size_t count)
      : router(std::make_shared<service_router>(
            world.actors(),
            router_options{.name = "readers", .routing = routing, .workers = count})) {
    for (std::size_t i = 0; i < count; ++i) {
      workers.push_back(world.actors().spawn(
          [number = static_cast<int>(i)](named_actor::pointer) -> named_actor::behavior_type {
            return {[number](who_are_you) { return number; }};
          }));
      router->worker(i).bind(caf::actor_cast<caf::strong_actor_ptr>(workers.back()));
    }
  }

  int ask(const named_actor& whom) {
    int answer = -1;
    world.actors().spawn([&](caf::event_based_actor* self) {
      self->request(whom, 10s, who_are_you{})
          .then([&](int number) { answer = number; }, [&](caf::error&) { answer = -2; });
    });
    world.drain();
    return answer;
  }
};

}  // namespace

TEST_CASE("by key, one key always reaches the same worker and all workers have keys") {
  router_rig rig{routing::by_key, 4};
  const service<named_actor> readers{rig.router};
  std::set<int> reached;
  for (std::int64_t key = 0; key < 64; ++key) {
    const auto first = rig.ask(readers.for_key(key));
    CHECK(rig.ask(readers.for_key(key)) == first);
    reached.insert(first);
  }
  CHECK(reached == std::set{0, 1, 2, 3});
}

TEST_CASE("keys in steps of the number of workers spread over all of them") {
  router_rig rig{routing::by_key, 4};
  std::set<caf::strong_actor_ptr> reached;
  for (std::int64_t key = 0; key < 400; key += 4) reached.insert(rig.router->handle_for(key));
  CHECK(reached.size() == 4);
}

TEST_CASE("by key, a dead worker's keys bounce and no other worker gets them") {
  router_rig rig{routing::by_key, 2};
  const service<named_actor> readers{rig.router};
  caf::anon_send_exit(rig.workers[0], caf::exit_reason::kill);
  rig.world.drain();
  for (std::int64_t key = 0; key < 16; ++key) {
    const bool on_dead = rig.router->handle_for(key) == rig.router->worker(0).handle();
    CHECK(rig.ask(readers.for_key(key)) == (on_dead ? -2 : 1));
  }
}

TEST_CASE("round robin takes turns and passes over workers that are down") {
  router_rig rig{routing::round_robin, 3};
  const service<named_actor> readers{rig.router};
  std::multiset<int> reached;
  for (int i = 0; i < 9; ++i) reached.insert(rig.ask(readers.for_key(7)));
  for (const int number : {0, 1, 2}) CHECK(reached.count(number) == 3);
  caf::anon_send_exit(rig.workers[1], caf::exit_reason::kill);
  rig.world.drain();
  for (int i = 0; i < 9; ++i) CHECK(rig.ask(readers.any()) % 2 == 0);
  caf::anon_send_exit(rig.workers[0], caf::exit_reason::kill);
  caf::anon_send_exit(rig.workers[2], caf::exit_reason::kill);
  rig.world.drain();
  CHECK(rig.ask(readers.any()) == -2);
}

TEST_CASE("tickets are limited, come back when they end and may outlive the router") {
  virtual_system world;
  std::optional<ticket> survivor;
  {
    service_router router{world.actors(), {.name = "s", .in_flight_max = 2}};
    auto first = router.admit();
    survivor = router.admit();
    REQUIRE(first);
    REQUIRE(survivor);
    CHECK_FALSE(router.admit());
    CHECK(router.load().in_flight == 2);
    first.reset();
    CHECK(router.load().in_flight == 1);
    first = router.admit();
    CHECK(first);
    ticket moved = std::move(*first);
    first.reset();
    CHECK(router.load().in_flight == 2);
  }
  survivor.reset();
}

TEST_CASE("however many threads ask, no more tickets are out than allowed") {
  virtual_system world;
  service_router router{world.actors(), {.name = "s", .in_flight_max = 3}};
  std::atomic<int> held{0}, most{0}, granted{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 20'000; ++i) {
        const auto one = router.admit();
        if (!one) continue;
        const int now_held = ++held;
        for (int seen = most; now_held > seen && !most.compare_exchange_weak(seen, now_held);) {
        }
        ++granted;
        --held;
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(most <= 3);
  CHECK(granted > 0);
  CHECK(router.load().in_flight == 0);
}

TEST_CASE("the queue is what waits beyond one request per worker that answers") {
  router_rig rig{routing::round_robin, 2};
  std::vector<ticket> tickets;
  for (int i = 0; i < 5; ++i) tickets.push_back(*rig.router->admit());
  CHECK(rig.router->load().queue == 3);
  caf::anon_send_exit(rig.workers[0], caf::exit_reason::kill);
  rig.world.drain();
  CHECK(rig.router->load().queue == 4);
  CHECK(rig.router->load().workers_bound == 1);
}

TEST_CASE("a closed router bounces every request") {
  router_rig rig{routing::round_robin, 2};
  const service<named_actor> readers{rig.router};
  rig.router->close();
  CHECK(rig.ask(readers.any()) == -2);
  CHECK(rig.ask(readers.for_key(1)) == -2);
}
