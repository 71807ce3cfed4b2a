#include "cluster/routing/placed_service.hpp"

#include <atomic>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/sec.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "messages/errors.hpp"
#include "messages/profile.hpp"
#include "tests/cluster/linked_nodes.hpp"

namespace smartfin {
namespace {

using namespace testing;
using caller_names = std::vector<std::string>;

/// Answers with its own number, as the day of birth of whoever is asked for.
profile_actor::behavior_type numbered(int number) {
  return {
      [](const fail_on_purpose&) -> caf::result<done> { return done{}; },
      [number](const find_profile&) -> caf::result<versioned_profile> {
        versioned_profile found;
        found.version = number;
        return found;
      },
      [](const change_profile&) -> caf::result<versioned_profile> { return versioned_profile{}; },
  };
}

/// One service, this node's worker (0) and others' (1, 2...), each reachable or not.
struct placement_rig {
  caf::actor_system_config config;
  caf::actor_system system{config};
  std::vector<profile_actor> workers;
  std::shared_ptr<service_router> here =
      std::make_shared<service_router>(system, router_options{.name = "profile"});
  std::shared_ptr<service_placement> where = std::make_shared<service_placement>("node-0", here);
  std::map<int, bool> reachable;

  profile_actor worker(int number) {
    workers.push_back(system.spawn([number] { return numbered(number); }));
    return workers.back();
  }
  placement_rig() { here->worker(0).bind(caf::actor_cast<caf::strong_actor_ptr>(worker(0))); }
  ~placement_rig() {
    where->place(false, {});
    here->close();
    for (const auto& each : workers) caf::anon_send_exit(each, caf::exit_reason::user_shutdown);
  }

  std::shared_ptr<const remote_workers> other(int number,
                                              const caller_names& callers = {"gateway"}) {
    reachable[number] = true;
    remote_workers there{"node-" + std::to_string(number),
                         [this, number] { return reachable[number]; }};
    for (const auto& caller : callers)
      there.by_caller[caller] = caf::actor_cast<caf::strong_actor_ptr>(worker(number));
    return std::make_shared<const remote_workers>(std::move(there));
  }
  placed_service as(const std::string& caller, request_check check = {}) {
    return placed_service{system, caller, where, std::move(check)};
  }
  /// Who answers; -1 when nobody does.
  int ask(const caf::strong_actor_ptr& handle, caf::error* error = nullptr) {
    const auto reply = testing::ask<versioned_profile>(
        system, caf::actor_cast<profile_actor>(handle), find_profile{patient_context()}, error);
    return reply ? static_cast<int>(reply->version) : -1;
  }
};

}  // namespace

TEST_CASE("a service that works here and nowhere else is asked here") {
  placement_rig rig;
  const auto asked = rig.as("gateway");
  for (std::int64_t key = 0; key < 100; ++key) CHECK(rig.ask(asked.handle_for(key)) == 0);
  CHECK(rig.ask(asked.handle()) == 0);
}

TEST_CASE("keys spread evenly over the nodes of a service, and each stays with one") {
  placement_rig rig;
  const auto asked = rig.as("gateway");
  rig.where->place(true, {rig.other(1), rig.other(2)});
  std::map<int, int> answered;
  for (std::int64_t key = 0; key < 640; ++key) {
    const auto who = rig.ask(asked.handle_for(key));
    CHECK(rig.ask(asked.handle_for(key)) == who);
    ++answered[who];
  }
  CHECK(answered.size() == 3);
  for (const auto& [who, count] : answered) CHECK((count > 150 && count < 280));
}

TEST_CASE("while a node cannot be reached, others answer for its keys, and only for those") {
  placement_rig rig;
  const auto asked = rig.as("gateway");
  rig.where->place(true, {rig.other(1), rig.other(2)});
  std::map<std::int64_t, int> before;
  for (std::int64_t key = 0; key < 200; ++key) before[key] = rig.ask(asked.handle_for(key));
  rig.reachable[1] = false;
  for (const auto& [key, who] : before) {
    const auto now = rig.ask(asked.handle_for(key));
    CHECK((who == 1 ? now == 0 || now == 2 : now == who));
  }
  rig.reachable[1] = true;
  for (const auto& [key, who] : before) CHECK(rig.ask(asked.handle_for(key)) == who);
}

TEST_CASE(
    "what belongs to nobody is answered here, and by the others in turn when nobody works here") {
  placement_rig rig;
  const auto asked = rig.as("gateway");
  rig.where->place(true, {rig.other(1), rig.other(2)});
  for (int i = 0; i < 10; ++i) CHECK(rig.ask(asked.handle()) == 0);
  rig.where->place(false, {rig.other(1), rig.other(2)});
  std::set<int> answered;
  for (int i = 0; i < 10; ++i) answered.insert(rig.ask(asked.handle()));
  CHECK(answered == std::set{1, 2});
}

TEST_CASE("where nobody can be reached the answer is that the request was not processed") {
  placement_rig rig;
  const auto asked = rig.as("gateway");
  rig.where->place(false, {rig.other(1)});
  rig.reachable[1] = false;
  for (const auto& handle : {asked.handle(), asked.handle_for(4)}) {
    caf::error error;
    CHECK(rig.ask(handle, &error) == -1);
    CHECK(error == caf::sec::request_receiver_down);
  }
}

TEST_CASE("a node is asked only in the name of a service that it knows") {
  placement_rig rig;
  rig.where->place(false, {rig.other(1, {"prediction"})});
  CHECK(rig.ask(rig.as("gateway").handle()) == -1);
  CHECK(rig.ask(rig.as("prediction").handle()) == 1);
}

TEST_CASE("what stays in the node is checked, and what leaves it is not") {
  placement_rig rig;
  int checked = 0;
  const auto asked = rig.as("gateway", [&](const caf::type_erased_tuple&) {
    ++checked;
    return std::optional{make_error(trust_errc::not_allowed)};
  });
  caf::error error;
  CHECK(rig.ask(asked.handle(), &error) == -1);
  CHECK(error == make_error(trust_errc::not_allowed));
  CHECK(checked == 1);
  rig.where->place(false, {rig.other(1)});
  CHECK(rig.ask(asked.handle()) == 1);
  CHECK(checked == 1);
}

TEST_CASE("nodes come and go while others ask where to go") {
  placement_rig rig;
  const auto there = [handle = caf::actor_cast<caf::strong_actor_ptr>(rig.worker(1))] {
    return std::make_shared<const remote_workers>(
        remote_workers{"node-1", [] { return true; }, {{"gateway", handle}}});
  };
  std::atomic<bool> goes_on{true};
  std::atomic<int> found{0};
  std::jthread asker{[&] {
    while (goes_on) {
      const auto others = rig.where->others("gateway");
      const bool one_was_known = rig.where->anyone("gateway").handle != nullptr &&
                                 rig.where->holder_of(7, "gateway").handle != nullptr;
      if (others.size() == 1 && one_was_known) ++found;
    }
  }};
  const auto end = std::chrono::steady_clock::now() + patience;
  for (int i = 0; (i < 2'000 || found == 0) && std::chrono::steady_clock::now() < end; ++i)
    rig.where->place(i % 2 == 0, {there()});
  goes_on = false;
  asker.join();
  CHECK(found > 0);
}

}  // namespace smartfin
