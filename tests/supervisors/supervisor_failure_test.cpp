#include <catch2/catch_test_macros.hpp>

#include "tests/supervisors/supervisor_rig.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

TEST_CASE("a child that keeps failing waits longer each time until a healthy run") {
  supervisor_rig rig;
  auto with = rig.options();
  with.limits.intensity = 100;
  rig.start(with, {rig.child("a")});
  const auto restart_delay = [&] {
    rig.seen->take();
    rig.end("a");
    const auto delay = rig.seen->take_events().back().delay;
    rig.world.pass(delay);
    return delay;
  };
  CHECK(restart_delay() == 100ms);
  CHECK(restart_delay() == 200ms);
  CHECK(restart_delay() == 400ms);
  CHECK(restart_delay() == 800ms);
  CHECK(restart_delay() == 1'000ms);
  rig.world.pass(29'999ms);
  CHECK(restart_delay() == 1'000ms);
  rig.world.pass(30s);
  CHECK(restart_delay() == 100ms);
}

TEST_CASE("more restarts than the intensity within the period end the supervisor") {
  supervisor_rig rig;
  rig.start(rig.options(), {rig.child("a"), rig.child("b"), rig.child("c")});
  for (const auto* id : {"a", "b", "c"}) {
    rig.end(id);
    rig.world.pass(100ms);
  }
  rig.seen->take();
  rig.end("b");
  CHECK(rig.seen->take() == "down b, gave_up b, stopped c, stopped a");
  CHECK(rig.running() == 0);
}

TEST_CASE("restarts spread wider than the period never end the supervisor") {
  supervisor_rig rig;
  rig.start(rig.options(), {rig.child("a")});
  rig.seen->take();
  for (int i = 0; i < 10; ++i) {
    rig.world.pass(5s);
    rig.end("a");
    rig.world.pass(1s);
    CHECK(rig.seen->take() == "down a, restarting a, started a");
  }
}

TEST_CASE("a failed start counts as a failure, is retried, and holds up no sibling") {
  supervisor_rig rig;
  rig.starts_to_refuse["a"] = 2;
  rig.start(rig.options(), {rig.child("a"), rig.child("b")});
  auto events = rig.seen->take_events();
  REQUIRE(events.size() == 3);
  CHECK(events[0].reason == "could not start: no database");
  CHECK(events[1].delay == 100ms);
  CHECK(events[2].child == "b");
  rig.world.pass(100ms);
  CHECK(rig.seen->take() == "down a, restarting a");
  rig.world.pass(200ms);
  CHECK(rig.seen->take() == "started a");
}

TEST_CASE("under rest_for_one a failed start holds up those after it") {
  supervisor_rig rig;
  rig.starts_to_refuse["b"] = 1;
  rig.start(rig.options(restart_strategy::rest_for_one),
            {rig.child("a"), rig.child("b"), rig.child("c")});
  CHECK(rig.seen->take() == "started a, down b, restarting b");
  rig.world.pass(100ms);
  CHECK(rig.seen->take() == "started b, started c");
}

TEST_CASE("under one_for_all a failed start takes along those already running") {
  supervisor_rig rig;
  rig.starts_to_refuse["b"] = 1;
  rig.start(rig.options(restart_strategy::one_for_all),
            {rig.child("a"), rig.child("b"), rig.child("c")});
  CHECK(rig.seen->take() == "started a, down b, restarting b, stopped a");
  rig.world.pass(100ms);
  CHECK(rig.seen->take() == "started a, started b, started c");
}

TEST_CASE("a child that can never start ends its supervisor, also at its first start") {
  supervisor_rig rig;
  rig.starts_to_refuse["a"] = 1'000;
  auto with = rig.options();
  with.limits.intensity = 0;
  rig.start(with, {rig.child("a"), rig.child("b")});
  CHECK(rig.seen->take() == "down a, gave_up a");
  CHECK(rig.running() == 0);
}

TEST_CASE("the text of an unknown exception at start is not shown") {
  supervisor_rig rig;
  auto spec = rig.child("a", restart_kind::temporary);
  spec.start = [](caf::event_based_actor*) -> caf::actor {
    throw std::runtime_error{"row of Jane Doe"};
  };
  rig.start(rig.options(), {spec});
  for (const auto& event : rig.seen->take_events()) CHECK(event.reason == "could not start");
}

TEST_CASE("a start that returns no actor is a failed start") {
  supervisor_rig rig;
  auto spec = rig.child("a", restart_kind::temporary);
  spec.start = [](caf::event_based_actor*) { return caf::actor{}; };
  rig.start(rig.options(), {spec});
  CHECK(rig.seen->take() == "down a, stopped a");
}

TEST_CASE("the reason of a crash names the exception's type and never its text") {
  supervisor_rig rig;
  rig.start(rig.options(), {rig.child("a")});
  rig.seen->take();
  rig.end("a", ending::throws);
  const auto events = rig.seen->take_events();
  REQUIRE(events.size() == 2);
  CHECK(events[0].reason.find("std::logic_error") != std::string::npos);
  CHECK(events[0].reason.find("Jane") == std::string::npos);
}

TEST_CASE("a supervisor that gave up is restarted by its parent, with a fresh count") {
  supervisor_rig rig;
  auto inner = rig.options();
  inner.name = "root/group";
  const auto group = supervisor_child("group", inner, {rig.child("leaf")});
  rig.start(rig.options(), {group});
  for (int round = 0; round < 2; ++round) {
    for (int crash = 0; crash < 3; ++crash) {
      rig.end("leaf");
      rig.world.pass(1s);
    }
    rig.seen->take();
    rig.end("leaf");
    CHECK(rig.seen->take() == "down leaf, gave_up leaf, down group, restarting group");
    rig.world.pass(1s);
    CHECK(rig.seen->take() == "started group, started leaf");
  }
}

TEST_CASE("escalation goes up level by level when every level gives up") {
  supervisor_rig rig;
  auto none = rig.options();
  none.limits.intensity = 0;
  const auto inner = supervisor_child("inner", none, {rig.child("leaf")});
  const auto outer = supervisor_child("outer", none, {inner});
  rig.start(none, {outer});
  rig.seen->take();
  rig.end("leaf");
  CHECK(rig.seen->take() ==
        "down leaf, gave_up leaf, down inner, gave_up inner, down outer, gave_up outer");
  CHECK(rig.running() == 0);
}

TEST_CASE("with retry_after a group that gave up is retried slowly and for ever") {
  supervisor_rig rig;
  auto none = rig.options();
  none.limits.intensity = 0;
  const auto group = supervisor_child("group", none, {rig.child("leaf")}, retry_after{30s});
  rig.start(none, {group, rig.child("other")});
  rig.seen->take();
  for (int round = 0; round < 5; ++round) {
    rig.end("leaf");
    auto events = rig.seen->take_events();
    REQUIRE(events.size() == 4);
    CHECK(events[2].reason == "gave up");
    CHECK(events[3].kind == supervision_event_kind::gave_up);
    CHECK(events[3].delay == 30s);
    rig.world.pass(29'999ms);
    CHECK(rig.seen->take() == "");
    rig.world.pass(1ms);
    CHECK(rig.seen->take() == "started group, started leaf");
  }
}

TEST_CASE("with retry_after a child's failures count against itself only") {
  supervisor_rig rig;
  auto spec = rig.child("a");
  spec.on_give_up = retry_after{60s};
  rig.start(rig.options(), {spec, rig.child("b")});
  for (int crash = 0; crash < 3; ++crash) {
    rig.end("a");
    rig.world.pass(1s);
  }
  rig.seen->take();
  rig.end("b");
  CHECK(rig.seen->take() == "down b, restarting b");
  rig.end("a");
  CHECK(rig.seen->take() == "down a, gave_up a");
  rig.world.pass(100ms);
  CHECK(rig.seen->take() == "started b");
  rig.world.pass(60s);
  CHECK(rig.seen->take() == "started a");
}

TEST_CASE("killing a supervisor leaves no orphan at any depth") {
  supervisor_rig rig;
  const auto group = supervisor_child("group", rig.options(), {rig.child("x"), rig.child("y")});
  auto stubborn = rig.child("z");
  stubborn.start = rig.starting("z", stubborn_worker);
  rig.start(rig.options(), {group, stubborn});
  CHECK(rig.running() == 5);
  caf::anon_send_exit(rig.root, caf::exit_reason::kill);
  rig.world.drain();
  CHECK(rig.running() == 0);
}

TEST_CASE("a drill kills the child at a path and its restart rule applies") {
  supervisor_rig rig;
  const auto group = supervisor_child("group", rig.options(), {rig.child("x"), rig.child("y")});
  rig.start(rig.options(), {group, rig.child("z")});
  rig.seen->take();
  kill_child(rig.root, "group/y");
  rig.world.drain();
  CHECK(rig.seen->take() == "down y, restarting y");
  kill_child(rig.root, "group/nobody");
  kill_child(rig.root, "z/x");
  kill_child(rig.root, "");
  rig.world.drain();
  CHECK(rig.seen->take() == "");
  kill_child(rig.root, "group");
  rig.world.pass(100ms);
  CHECK(rig.seen->take() ==
        "stopped x, down group, restarting group, started group, started x, started y");
}

TEST_CASE("asked to end during a restart delay, a supervisor ends without starting anyone") {
  supervisor_rig rig;
  rig.start(rig.options(restart_strategy::one_for_all), {rig.child("a"), rig.child("b")});
  rig.end("a");
  rig.seen->take();
  rig.shut_down();
  rig.world.pass(10s);
  CHECK(rig.seen->take() == "");
  CHECK(rig.running() == 0);
}
