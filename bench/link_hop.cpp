// What a hop to another node costs: requests per second of one client to a service that only answers, at home and over
// a link by mutual TLS on loopback, with 1 and with 64 requests in flight, and 1 MiB of bytes in an answer. Both nodes,
// and gRPC's threads, share the process and the cores. Paths take turns; the median of five rounds counts.
#include <algorithm>
#include <array>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <chrono>
#include <cstdio>
#include <future>
#include <thread>
#include <vector>

#include "cluster/link/link_hub.hpp"
#include "cluster/proxy/exported_services.hpp"
#include "cluster/proxy/typed_proxy.hpp"
#include "messages/files.hpp"
#include "messages/profile.hpp"
#include "tests/support/test_authority.hpp"

using namespace smartfin;

namespace {

using clock_type = std::chrono::steady_clock;

call_context context() {
  call_context ctx;
  ctx.who.user = user_id{1};
  ctx.trace_id = "0123456789abcdef0123456789abcdef";
  ctx.deadline = clock_type::now() + std::chrono::minutes{1};
  return ctx;
}

profile_actor::behavior_type profiles(profile_actor::pointer) {
  return {[](const fail_on_purpose&) { return done{}; },
          [](const find_profile& request) {
            versioned_profile found{request.ctx.who.user, 1, {}};
            found.facts.name = "Somebody";
            found.facts.gross_income = money{4'000'000, currency::usd()};
            return found;
          },
          [](const change_profile&) { return versioned_profile{}; }};
}

file_content_actor::behavior_type contents(file_content_actor::pointer) {
  return {[](const fail_on_purpose&) { return done{}; },
          [](const add_file&) { return file_view{}; },
          [](const read_file_part& request) {
            return file_part{std::string(static_cast<std::size_t>(request.size), 'x')};
          }};
}

struct load {
  int requests = 0;
  int in_flight = 0;
};

template <class Reply, class Handle, class Make>
void ask_next(caf::event_based_actor* self, const Handle& whom, Make make,
              std::shared_ptr<std::pair<int, int>> left, std::shared_ptr<std::promise<void>> end) {
  if (left->first == 0) return;
  --left->first;
  self->request(whom, caf::infinite, make())
      .then(
          [=](const Reply&) {
            if (--left->second == 0) return end->set_value();
            ask_next<Reply>(self, whom, make, left, end);
          },
          [](caf::error&) { std::abort(); });
}

/// Requests per second.
template <class Reply, class Handle, class Make>
double rate(caf::actor_system& system, const Handle& whom, load how, Make make) {
  const auto left = std::make_shared<std::pair<int, int>>(how.requests, how.requests);
  const auto end = std::make_shared<std::promise<void>>();
  const auto begin = clock_type::now();
  system.spawn([=](caf::event_based_actor* self) {
    for (int i = 0; i < how.in_flight; ++i) ask_next<Reply>(self, whom, make, left, end);
  });
  end->get_future().wait();
  return how.requests / std::chrono::duration<double>(clock_type::now() - begin).count();
}

struct node {
  caf::actor_system_config config;
  caf::actor_system system;
  exported_services exports{system};
  std::vector<std::shared_ptr<service_router>> routers{};
  std::unique_ptr<link_hub> hub{};
  std::promise<void> up{};

  node(testing::test_authority& authority, const std::string& name)
      : system((config.set("scheduler.policy", caf::atom("sharing")),
                config.set("scheduler.max-threads", std::size_t{2}))) {
    link_options options;
    options.deployment = "bench";
    options.node = name;
    options.files = authority.issue(name, "bench");
    options.open_scratch = [] { return std::make_shared<memory_scratch>(); };
    hub = std::make_unique<link_hub>(
        options, exports, link_observer{.up = [this](const peer_info&) { up.set_value(); }});
  }
  ~node() {
    hub->close();
    exports.close();
    for (const auto& router : routers) router->close();
  }
  template <class Handle>
  Handle offer(const std::string& name, const Handle& worker) {
    auto router = std::make_shared<service_router>(system, router_options{.name = name});
    router->worker(0).bind(caf::actor_cast<caf::strong_actor_ptr>(worker));
    routers.push_back(router);
    exports.offer({name, router, {&interface_of<Handle>()}});
    return caf::actor_cast<Handle>(router->handle());
  }
};

double median(std::vector<double> rates) {
  std::sort(rates.begin(), rates.end());
  return rates[rates.size() / 2];
}

}  // namespace

int main() {
  testing::test_authority authority;
  node alpha{authority, "alpha"}, beta{authority, "beta"};
  const auto local = alpha.offer("profile", alpha.system.spawn(profiles));
  const auto local_parts = alpha.offer("file_contents", alpha.system.spawn(contents));
  beta.offer("profile", beta.system.spawn(profiles));
  beta.offer("file_contents", beta.system.spawn(contents));
  alpha.hub->reach("beta", "127.0.0.1:" + std::to_string(beta.hub->port()));
  alpha.up.get_future().wait();
  const auto remote = typed_proxy<profile_actor>(alpha.system, alpha.hub->peer("beta"),
                                                 {.caller = "bench", .service = "profile"});
  const auto remote_parts = typed_proxy<file_content_actor>(
      alpha.system, alpha.hub->peer("beta"), {.caller = "bench", .service = "file_contents"});

  std::printf("%u cores; both nodes in one process\n", std::thread::hardware_concurrency());
  constexpr int rounds = 5;
  const auto compare = [&](const char* name, load at_home, load away, const auto& near,
                           const auto& far, auto reply, auto make) {
    std::vector<double> home, link, ratio;
    for (int round = 0; round < rounds; ++round) {
      home.push_back(rate<decltype(reply)>(alpha.system, near, at_home, make));
      link.push_back(rate<decltype(reply)>(alpha.system, far, away, make));
      ratio.push_back(link.back() / home.back());
    }
    std::printf("%-34s local %9.0f/s   link %8.0f/s   ratio %.3f   link p. request %6.1f us\n",
                name, median(home), median(link), median(ratio), 1e6 / median(link));
  };
  const auto find = [] { return find_profile{context()}; };
  const auto part = [] { return read_file_part{context(), file_id{1}, 0, 1 << 20}; };
  compare("1 in flight", {50'000, 1}, {10'000, 1}, local, remote, versioned_profile{}, find);
  compare("64 in flight", {200'000, 64}, {50'000, 64}, local, remote, versioned_profile{}, find);
  compare("answers of 1 MiB, 4 in flight", {2'000, 4}, {500, 4}, local_parts, remote_parts,
          file_part{}, part);
}
