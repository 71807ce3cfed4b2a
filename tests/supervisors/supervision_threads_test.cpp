#include <atomic>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/spawn_options.hpp>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <thread>

#include "supervisors/service_router.hpp"
#include "supervisors/supervisor.hpp"
#include "tests/supervisors/fragile_worker.hpp"
#include "tests/supervisors/recording_observer.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

struct block {
  std::shared_future<void> until;
  std::shared_ptr<std::promise<void>> entered;
};

}  // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(block)

namespace {

/// Like a worker in a database call that does not come back.
caf::behavior blocking_worker(caf::event_based_actor* self) {
  apply_crash_policy(self);
  return {[](const echo& asked) { return asked.value; },
          [](const block& call) {
            call.entered->set_value();
            call.until.wait();
          }};
}

struct threads_rig {
  struct configuration : caf::actor_system_config {
    configuration() { set("scheduler.max-threads", std::size_t{4}); }
  };
  configuration config;
  caf::actor_system system{config};
  std::shared_ptr<recording_observer> seen = std::make_shared<recording_observer>();

  supervisor_options options() {
    return {.name = "root",
            .limits = {.intensity = 1'000'000, .period = 1h, .delay_min = 1ms, .delay_max = 1ms},
            .observers = {seen}};
  }

  void shut_down(caf::actor root) {
    caf::scoped_actor self{system};
    self->send_exit(root, caf::exit_reason::user_shutdown);
    self->wait_for(root);
  }
};

void echo_until_answered(caf::scoped_actor& self, const caf::actor& address) {
  for (bool answered = false; !answered;)
    self->request(address, caf::infinite, echo{1})
        .receive([&](int) { answered = true; }, [](caf::error&) { std::this_thread::yield(); });
}

}  // namespace

TEST_CASE("a detached child stuck in a call is abandoned and another takes its place") {
  std::promise<void> release;
  {
    threads_rig rig;
    service_router router{rig.system, {.name = "stuck"}};
    const auto address = caf::actor_cast<caf::actor>(router.handle());
    auto with = rig.options();
    with.strategy = restart_strategy::one_for_all;
    const child_spec fragile{.id = "fragile", .start = [](caf::event_based_actor* parent) {
                               return parent->spawn(fragile_worker);
                             }};
    const child_spec stuck{.id = "stuck",
                           .start =
                               [](caf::event_based_actor* parent) {
                                 return parent->spawn<caf::detached>(blocking_worker);
                               },
                           .shutdown = 5ms,
                           .address = router.worker(0)};
    auto root = spawn_supervisor(rig.system, with, {fragile, stuck});
    rig.seen->wait_for(supervision_event_kind::started, "stuck");

    const auto entered = std::make_shared<std::promise<void>>();
    caf::anon_send(address, block{release.get_future().share(), entered});
    entered->get_future().wait();
    kill_child(root, "fragile");
    rig.seen->wait_for(supervision_event_kind::started, "stuck", 2);

    caf::scoped_actor self{rig.system};
    echo_until_answered(self, address);
    rig.shut_down(std::move(root));
    release.set_value();
    router.close();
  }
  SUCCEED("the actor system ended");
}

TEST_CASE("a system with detached children ends after its router was closed") {
  for (int round = 0; round < 20; ++round) {
    threads_rig rig;
    service_router router{rig.system, {.name = "s", .workers = 4, .parked_max = 4}};
    std::vector<child_spec> children;
    for (std::size_t i = 0; i < router.workers(); ++i)
      children.push_back({.id = "w" + std::to_string(i),
                          .start =
                              [](caf::event_based_actor* parent) {
                                return parent->spawn<caf::detached>(fragile_worker);
                              },
                          .address = router.worker(i)});
    auto root = spawn_supervisor(rig.system, rig.options(), children);
    caf::scoped_actor self{rig.system};
    echo_until_answered(self, caf::actor_cast<caf::actor>(router.handle_for(round)));
    if (round % 2 == 0)
      rig.shut_down(std::move(root));
    else
      caf::anon_send_exit(root, caf::exit_reason::kill);
    root = nullptr;
    router.close();
  }
  SUCCEED("every actor system ended");
}

TEST_CASE("a storm of crashes under load loses no client and every crash is restarted") {
  constexpr int crashes = 120;
  threads_rig rig;
  service_router router{rig.system, {.name = "storm"}};
  const auto address = caf::actor_cast<caf::actor>(router.handle());
  const child_spec worker{
      .id = "worker",
      .start = [](caf::event_based_actor* parent) { return parent->spawn(fragile_worker); },
      .address = router.worker(0)};
  auto root = spawn_supervisor(rig.system, rig.options(), {worker});

  std::atomic<bool> over{false};
  std::atomic<long> answered{0}, bounced{0}, crashed{0}, other{0}, recovered{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i)
    clients.emplace_back([&] {
      caf::scoped_actor self{rig.system};
      while (!over)
        self->request(address, caf::infinite, echo{1})
            .receive(
                [&](int) {
                  ++answered;
                  answered.notify_one();
                },
                [&](caf::error& error) {
                  if (error == caf::sec::request_receiver_down)
                    ++bounced;
                  else if (error == caf::sec::runtime_error)
                    ++crashed;
                  else
                    ++other;
                });
      echo_until_answered(self, address);
      ++recovered;
    });
  for (int i = 1; i <= crashes; ++i) {
    // Every life of the worker serves the clients before it ends.
    const long enough = answered + 40;
    for (long seen = answered; seen < enough; seen = answered) answered.wait(seen);
    caf::anon_send(address, end_now{i % 2 == 0 ? ending::throws : ending::quits_with_error});
    rig.seen->wait_for(supervision_event_kind::started, "worker", i + 1);
  }
  over = true;
  for (auto& client : clients) client.join();
  UNSCOPED_INFO("answered " << answered << ", bounced " << bounced << ", crashed " << crashed);
  CHECK(recovered == 4);
  CHECK(other == 0);
  CHECK(answered >= 40 * crashes);
  rig.shut_down(std::move(root));
  long starts = 0;
  for (const auto& event : rig.seen->take_events())
    if (event.kind == supervision_event_kind::started) ++starts;
  CHECK(starts == crashes + 1);
  router.close();
}
