#pragma once

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cluster/link/link_hub.hpp"
#include "cluster/proxy/exported_services.hpp"
#include "cluster/proxy/typed_proxy.hpp"
#include "tests/support/test_authority.hpp"

namespace smartfin::testing {

/// How long a test waits for what must happen.
inline constexpr std::chrono::seconds patience{60};

/// What a hub told of its links, to wait for.
class link_diary {
public:
  link_observer observer();
  /// Waits until an entry begins with `start`, and takes what came before it. Empty: it did not come.
  std::string wait_for(const std::string& start);
  std::vector<std::string> entries() const;

private:
  void note(std::string entry);
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> entries_;
  std::size_t seen_ = 0;
};

/// One node: its own actor system, what it exports and its links.
struct test_node {
  explicit test_node(link_options options, call_check check = allow());
  ~test_node();

  static call_check allow() {
    return [](const call_claim&) { return std::nullopt; };
  }
  void reach(const test_node& other) {
    hub->reach(other.name, "127.0.0.1:" + std::to_string(other.hub->port()));
  }
  /// Offers `worker` as a service with one worker.
  template <class Handle>
  std::shared_ptr<service_router> offer(const std::string& service, const Handle& worker,
                                        keyed_by key = keyed_by::nobody,
                                        std::int64_t in_flight_max = 100'000) {
    auto router = std::make_shared<service_router>(
        *system, router_options{.name = service, .in_flight_max = in_flight_max});
    router->worker(0).bind(caf::actor_cast<caf::strong_actor_ptr>(worker));
    routers.push_back(router);
    exports->offer({service, router, {&interface_of<Handle>()}, key});
    return router;
  }
  template <class Handle>
  Handle proxy(const std::string& node, const std::string& service) {
    return typed_proxy<Handle>(*system, hub->peer(node), {.caller = "tester", .service = service});
  }

  std::string name;
  caf::actor_system_config config;
  std::unique_ptr<caf::actor_system> system;
  std::unique_ptr<exported_services> exports;
  std::vector<std::shared_ptr<service_router>> routers;
  link_diary diary;
  std::unique_ptr<link_hub> hub;
};

link_options options_for(test_authority& authority, const std::string& node);

/// A context whose deadline is far away.
call_context patient_context(std::int64_t user = 1);

/// The reply, or the error in `error`.
template <class Reply, class Handle, class Request>
std::optional<Reply> ask(caf::actor_system& system, const Handle& whom, Request request,
                         caf::error* error = nullptr) {
  std::optional<Reply> reply;
  caf::scoped_actor self{system};
  self->request(whom, patience, std::move(request))
      .receive([&](Reply& got) { reply = std::move(got); },
               [&](caf::error& got) {
                 if (error != nullptr) *error = std::move(got);
               });
  return reply;
}

}  // namespace smartfin::testing
