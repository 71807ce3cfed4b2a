// What a hop through a router costs: requests per second of one event-based client that keeps 64
// requests in flight to an actor that only echoes, direct and through each kind of handle. Prints
// one line per path, three rounds each.
#include <algorithm>
#include <array>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/event_based_actor.hpp>
#include <chrono>
#include <cstdio>
#include <future>

#include "supervisors/service_router.hpp"

struct echo {
  int value;
};
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(echo)

namespace {

constexpr int requests = 500'000;
constexpr int in_flight = 64;

struct client_state {
  int sent = 0;
  int answered = 0;
  std::promise<void> done;
};

void send_next(caf::event_based_actor* self, const caf::actor& server, client_state& state) {
  ++state.sent;
  self->request(server, caf::infinite, echo{state.sent})
      .then(
          [self, server, &state](int) {
            if (state.sent < requests) send_next(self, server, state);
            // Last, for it ends the state's life.
            if (++state.answered == requests) state.done.set_value();
          },
          [self](caf::error& error) { self->quit(std::move(error)); });
}

double rate_of(caf::actor_system& system, const caf::actor& server) {
  client_state state;
  auto done = state.done.get_future();
  const auto begin = std::chrono::steady_clock::now();
  system.spawn([&state, server](caf::event_based_actor* self) {
    for (int i = 0; i < in_flight; ++i) send_next(self, server, state);
  });
  done.wait();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return requests / took.count();
}

}  // namespace

int main() {
  caf::actor_system_config config;
  config.set("scheduler.policy", caf::atom("sharing"));
  config.set("scheduler.max-threads", std::size_t{2});
  caf::actor_system system{config};
  smartfin::service_router one{system, {.name = "one"}};
  smartfin::service_router four{
      system, {.name = "four", .routing = smartfin::routing::round_robin, .workers = 4}};
  const auto spawn_server = [&] {
    return system.spawn([](caf::event_based_actor*) -> caf::behavior {
      return {[](const echo& asked) { return asked.value; }};
    });
  };
  const auto server = spawn_server();
  one.worker(0).bind(caf::actor_cast<caf::strong_actor_ptr>(server));
  for (std::size_t i = 0; i < four.workers(); ++i)
    four.worker(i).bind(caf::actor_cast<caf::strong_actor_ptr>(spawn_server()));

  struct path {
    const char* name;
    caf::actor to;
  };
  const std::array paths{
      path{"direct handle", server},
      path{"router, by key, 1 worker", caf::actor_cast<caf::actor>(one.handle_for(1))},
      path{"router, round robin, 4 workers", caf::actor_cast<caf::actor>(four.handle())}};
  for (int round = 0; round < 3; ++round)
    for (const auto& [name, to] : paths)
      std::printf("%-32s %8.0f requests/s\n", name, rate_of(system, to));

  constexpr int takes = 5'000'000;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < takes; ++i)
    if (!one.admit()) return 1;
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
  std::printf("%-32s %8.1f ns\n", "ticket, taken and given back", took.count() / takes);
  one.close();
  four.close();
}
