#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "tests/supervisors/supervisor_rig.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

const std::vector<ending> abnormal{ending::throws, ending::quits_with_error, ending::is_killed};
const std::vector<ending> normal{ending::quits_normally};
const std::vector<ending> any{ending::throws, ending::quits_with_error, ending::is_killed,
                              ending::quits_normally};

/// Children a, b and c; b is of `kind` and ends in each of these ways.
struct strategy_row {
  restart_strategy strategy;
  restart_kind kind;
  std::vector<ending> endings;
  std::string at_once;
  std::string after_the_delay;
};

const std::string stays_down = "down b, stopped b";

const std::vector<strategy_row> rows{
    {restart_strategy::one_for_one, restart_kind::permanent, any,  //
     "down b, restarting b", "started b"},
    {restart_strategy::one_for_one, restart_kind::transient, abnormal,  //
     "down b, restarting b", "started b"},
    {restart_strategy::one_for_one, restart_kind::transient, normal, stays_down, ""},
    {restart_strategy::one_for_one, restart_kind::temporary, any, stays_down, ""},

    {restart_strategy::one_for_all, restart_kind::permanent, any,
     "down b, restarting b, stopped c, stopped a", "started a, started b, started c"},
    {restart_strategy::one_for_all, restart_kind::transient, abnormal,
     "down b, restarting b, stopped c, stopped a", "started a, started b, started c"},
    {restart_strategy::one_for_all, restart_kind::transient, normal, stays_down, ""},
    {restart_strategy::one_for_all, restart_kind::temporary, any, stays_down, ""},

    {restart_strategy::rest_for_one, restart_kind::permanent, any,
     "down b, restarting b, stopped c", "started b, started c"},
    {restart_strategy::rest_for_one, restart_kind::transient, abnormal,
     "down b, restarting b, stopped c", "started b, started c"},
    {restart_strategy::rest_for_one, restart_kind::transient, normal, stays_down, ""},
    {restart_strategy::rest_for_one, restart_kind::temporary, any, stays_down, ""},
};

}  // namespace

TEST_CASE("strategy and restart kind decide who stops and starts, and in which order") {
  const auto& row = rows[GENERATE(range(std::size_t{0}, rows.size()))];
  for (const auto how : row.endings) {
    INFO("strategy " << static_cast<int>(row.strategy) << ", kind " << static_cast<int>(row.kind)
                     << ", ending " << static_cast<int>(how));
    supervisor_rig rig;
    rig.start(rig.options(row.strategy),
              {rig.child("a"), rig.child("b", row.kind), rig.child("c")});
    CHECK(rig.seen->take() == "started a, started b, started c");
    rig.end("b", how);
    CHECK(rig.seen->take() == row.at_once);
    rig.world.pass(99ms);
    CHECK(rig.seen->take() == "");
    rig.world.pass(1ms);
    CHECK(rig.seen->take() == row.after_the_delay);
  }
}

TEST_CASE("a supervisor that is asked to end stops its children in reverse order") {
  supervisor_rig rig;
  rig.start(rig.options(), {rig.child("a"), rig.child("b"), rig.child("c")});
  rig.seen->take();
  rig.shut_down();
  CHECK(rig.seen->take() == "stopped c, stopped b, stopped a");
  CHECK(rig.running() == 0);
}

TEST_CASE("a child is asked to end only when those started after it are gone") {
  supervisor_rig rig;
  auto slow = rig.child("b");
  slow.start = rig.starting("b", stubborn_worker);
  slow.shutdown = 200ms;
  rig.start(rig.options(), {rig.child("a"), slow, rig.child("c")});
  rig.seen->take();
  rig.shut_down();
  CHECK(rig.seen->take() == "stopped c");
  rig.world.pass(199ms);
  CHECK(rig.seen->take() == "");
  rig.world.pass(1ms);
  CHECK(rig.seen->take() == "stopped b, stopped a");
}

TEST_CASE("a child with no shutdown time is killed at once, one with an unlimited time never") {
  supervisor_rig rig;
  auto brutal = rig.child("brutal"), endless = rig.child("endless");
  brutal.start = rig.starting("brutal", stubborn_worker);
  brutal.shutdown = 0ms;
  endless.start = rig.starting("endless", stubborn_worker);
  endless.shutdown = shutdown_unlimited;
  rig.start(rig.options(), {endless, brutal});
  rig.seen->take();
  rig.shut_down();
  CHECK(rig.seen->take() == "stopped brutal");
  rig.world.pass(60s);
  CHECK(rig.seen->take() == "");
  rig.end("endless", ending::is_killed);
  CHECK(rig.seen->take() == "stopped endless");
}

TEST_CASE("two failures under one_for_one wait for their own delays") {
  supervisor_rig rig;
  rig.start(rig.options(), {rig.child("a"), rig.child("b")});
  rig.seen->take();
  rig.end("a");
  rig.world.pass(100ms);
  rig.end("a");  // its second in a row: 200 ms
  rig.seen->take();
  rig.world.pass(50ms);
  rig.end("b");  // its first: 100 ms
  CHECK(rig.seen->take() == "down b, restarting b");
  rig.world.pass(100ms);
  CHECK(rig.seen->take() == "started b");
  rig.world.pass(50ms);
  CHECK(rig.seen->take() == "started a");
}

TEST_CASE("under rest_for_one an earlier failure during a delay restarts both in order") {
  supervisor_rig rig;
  rig.start(rig.options(restart_strategy::rest_for_one),
            {rig.child("a"), rig.child("b"), rig.child("c"), rig.child("d")});
  rig.seen->take();
  rig.end("c");
  CHECK(rig.seen->take() == "down c, restarting c, stopped d");
  rig.world.pass(50ms);
  rig.end("a");
  CHECK(rig.seen->take() == "down a, restarting a, stopped b");
  rig.world.pass(99ms);
  CHECK(rig.seen->take() == "");
  rig.world.pass(1ms);
  CHECK(rig.seen->take() == "started a, started b, started c, started d");
}

TEST_CASE("a temporary sibling that one_for_all stopped is not started again") {
  supervisor_rig rig;
  rig.start(rig.options(restart_strategy::one_for_all),
            {rig.child("a"), rig.child("b", restart_kind::temporary)});
  rig.seen->take();
  rig.end("a");
  rig.world.pass(100ms);
  CHECK(rig.seen->take() == "down a, restarting a, stopped b, started a");
}

TEST_CASE("a transient child that finishes while it waits to be stopped is not started again") {
  supervisor_rig rig;
  auto slow = rig.child("c");
  slow.start = rig.starting("c", stubborn_worker);
  slow.shutdown = 200ms;
  rig.start(rig.options(restart_strategy::one_for_all),
            {rig.child("a"), rig.child("b", restart_kind::transient), slow});
  rig.seen->take();
  rig.end("a");
  rig.end("b", ending::quits_normally);
  CHECK(rig.seen->take() == "down a, restarting a, down b, stopped b");
  rig.world.pass(200ms);
  CHECK(rig.seen->take() == "stopped c, started a, started c");
}
