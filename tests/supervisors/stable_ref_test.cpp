#include "supervisors/stable_ref.hpp"

#include <caf/scoped_actor.hpp>
#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "tests/supervisors/supervisor_rig.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

/// Sends a request and remembers what comes back, without waiting for it.
struct client {
  virtual_system& world;
  std::vector<int> answers{};
  std::vector<caf::error> errors{};

  void ask(const caf::strong_actor_ptr& address, int value) {
    world.actors().spawn([this, address, value](caf::event_based_actor* self) {
      self->request(caf::actor_cast<caf::actor>(address), 10s, echo{value})
          .then([this](int answer) { answers.push_back(answer); },
                [this](caf::error& error) { errors.push_back(std::move(error)); });
    });
    world.drain();
  }
};

caf::strong_actor_ptr spawn_worker(virtual_system& world) {
  auto worker = caf::actor_cast<caf::strong_actor_ptr>(world.actors().spawn(fragile_worker));
  world.drain();
  return worker;
}

}  // namespace

TEST_CASE("an address forwards to its worker and bounces at once when that one died") {
  virtual_system world;
  client caller{world};
  const auto address = stable_ref::make(world.actors());
  caller.ask(address.handle(), 1);
  CHECK(caller.errors == std::vector<caf::error>{caf::sec::request_receiver_down});
  address.bind(spawn_worker(world));
  caller.ask(address.handle(), 2);
  CHECK(caller.answers == std::vector{2});
  caf::anon_send(caf::actor_cast<caf::actor>(address.handle()), end_now{ending::throws});
  world.drain();
  CHECK_FALSE(address.bound());
  caller.ask(address.handle(), 3);
  CHECK(caller.errors.size() == 2);
  address.bind(spawn_worker(world));
  caller.ask(address.handle(), 4);
  CHECK(caller.answers == std::vector{2, 4});
  address.close();
}

TEST_CASE("parked requests are answered in order by the next worker, and one too many bounces") {
  virtual_system world;
  client caller{world};
  const auto address = stable_ref::make(world.actors(), 2);
  for (int i = 1; i <= 3; ++i) caller.ask(address.handle(), i);
  CHECK(address.parked() == 2);
  CHECK(caller.errors == std::vector<caf::error>{caf::sec::request_receiver_down});
  address.bind(spawn_worker(world));
  world.drain();
  CHECK(caller.answers == std::vector{1, 2});
  CHECK(address.parked() == 0);
  address.close();
}

TEST_CASE("going down bounces what is parked and what comes until a worker is bound again") {
  virtual_system world;
  client caller{world};
  const auto address = stable_ref::make(world.actors(), 8);
  caller.ask(address.handle(), 1);
  CHECK(caller.errors.empty());
  address.go_down();
  world.drain();
  CHECK(caller.errors.size() == 1);
  caller.ask(address.handle(), 2);
  CHECK(caller.errors.size() == 2);
  address.bind(spawn_worker(world));
  caller.ask(address.handle(), 3);
  CHECK(caller.answers == std::vector{3});
  address.close();
}

TEST_CASE("a closed address bounces, stays closed and keeps no worker") {
  virtual_system world;
  client caller{world};
  const auto address = stable_ref::make(world.actors(), 8);
  caller.ask(address.handle(), 1);
  auto worker = spawn_worker(world);
  address.close();
  address.close();
  address.bind(worker);
  CHECK_FALSE(address.bound());
  caller.ask(address.handle(), 2);
  CHECK(caller.answers.empty());
  CHECK(caller.errors.size() == 2);
}

TEST_CASE("letting go of a worker that nobody else holds ends it without a deadlock") {
  virtual_system world;
  const auto address = stable_ref::make(world.actors());
  address.bind(spawn_worker(world));
  address.bind(spawn_worker(world));
  CHECK(world.actors().registry().running() == 1);
  address.await_worker();
  CHECK(world.actors().registry().running() == 0);
}

TEST_CASE("the death of an earlier worker does not unbind its successor") {
  virtual_system world;
  const auto address = stable_ref::make(world.actors());
  const auto first = spawn_worker(world);
  const auto second = spawn_worker(world);
  address.bind(first);
  address.bind(second);
  make_end(caf::actor_cast<caf::actor>(first), ending::is_killed);
  world.drain();
  CHECK(address.bound());
}

TEST_CASE("an address bound to a worker that is dead already awaits the next") {
  virtual_system world;
  const auto address = stable_ref::make(world.actors());
  const auto worker = spawn_worker(world);
  make_end(caf::actor_cast<caf::actor>(worker), ending::is_killed);
  world.drain();
  address.bind(worker);
  CHECK_FALSE(address.bound());
}

TEST_CASE("requests queued in a dying worker answer receiver down, the one it handled its error") {
  virtual_system world;
  client caller{world};
  const auto address = stable_ref::make(world.actors());
  const auto worker = spawn_worker(world);
  address.bind(worker);
  std::vector<caf::error> errors;
  world.actors().spawn([&](caf::event_based_actor* self) {
    const auto to = caf::actor_cast<caf::actor>(address.handle());
    const auto note = [&](caf::error& error) { errors.push_back(std::move(error)); };
    self->request(to, 10s, end_now{ending::throws}).then([] {}, note);
    for (int i = 0; i < 3; ++i) self->request(to, 10s, echo{i}).then([](int) {}, note);
  });
  world.drain();
  REQUIRE(errors.size() == 4);
  CHECK(std::count(errors.begin(), errors.end(), caf::sec::runtime_error) == 1);
  CHECK(std::count(errors.begin(), errors.end(), caf::sec::request_receiver_down) == 3);
}

TEST_CASE("exit messages to an address do not reach its worker") {
  virtual_system world;
  const auto address = stable_ref::make(world.actors());
  address.bind(spawn_worker(world));
  caf::anon_send_exit(caf::actor_cast<caf::actor>(address.handle()), caf::exit_reason::kill);
  world.drain();
  CHECK(address.bound());
  address.close();
}

TEST_CASE("an address dropped without being closed takes neither itself nor its worker along") {
  virtual_system world;
  {
    const auto address = stable_ref::make(world.actors());
    address.bind(spawn_worker(world));
    CHECK(world.actors().registry().running() == 1);
  }
  CHECK(world.actors().registry().running() == 0);
}
