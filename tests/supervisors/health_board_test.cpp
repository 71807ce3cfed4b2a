#include "supervisors/health_board.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/supervisors/supervisor_rig.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

/// root over the group "finance" (children ledger and loans), which is retried after 30 s.
struct board_rig : supervisor_rig {
  instant wall{std::chrono::seconds{1'000'000}};
  std::shared_ptr<health_board> board =
      std::make_shared<health_board>("node-1", [this] { return wall; });
  std::shared_ptr<service_router> router = std::make_shared<service_router>(
      world.actors(), router_options{.name = "finance", .workers = 2});

  board_rig() {
    board->declare("finance");
    board->watch(router);
    auto inner = options();
    inner.name = {};
    inner.observers = {board};
    auto ledger = child("ledger"), loans = child("loans");
    ledger.address = router->worker(0);
    loans.address = router->worker(1);
    auto outer = options();
    outer.observers = {board};
    start(outer, {supervisor_child("finance", inner, {ledger, loans}, retry_after{30s})});
  }

  service_status finance() { return board->snapshot().services.at(0); }
};

}  // namespace

TEST_CASE("a service that was only declared is down") {
  health_board board{"n", [] { return instant{}; }};
  board.declare("auth");
  board.declare("auth");
  const node_status expected{"n", {{.name = "auth", .state = service_state::down}}, {}};
  CHECK(board.snapshot() == expected);
}

TEST_CASE("the board tells up, degraded, restarting and down, and since when") {
  board_rig rig;
  CHECK(rig.finance().state == service_state::up);
  CHECK(rig.finance().since == rig.wall);

  const auto first_failure = rig.wall += 1s;
  rig.end("ledger");
  CHECK(rig.finance().state == service_state::degraded);
  rig.wall += 1s;
  rig.end("loans");
  CHECK(rig.finance().state == service_state::restarting);
  CHECK(rig.finance().since > first_failure);
  rig.world.pass(100ms);
  CHECK(rig.finance().state == service_state::up);
  CHECK(rig.finance().restarts == 2);

  rig.end("ledger");
  rig.world.pass(1s);
  rig.end("ledger");
  CHECK(rig.finance().state == service_state::down);
  CHECK(rig.finance().restarts == 3);
  rig.world.pass(30s);
  CHECK(rig.finance().state == service_state::up);
  CHECK(rig.finance().restarts == 5);
}

TEST_CASE("killing a whole group shows as restarting, a shutdown as down") {
  board_rig rig;
  kill_child(rig.root, "finance");
  rig.world.drain();
  CHECK(rig.finance().state == service_state::restarting);
  rig.world.pass(100ms);
  CHECK(rig.finance().state == service_state::up);
  rig.shut_down();
  CHECK(rig.finance().state == service_state::down);
}

TEST_CASE("the board shows the load of a service's router until the router is gone") {
  board_rig rig;
  std::vector<ticket> tickets;
  for (int i = 0; i < 5; ++i) tickets.push_back(*rig.router->admit());
  CHECK(rig.finance().in_flight == 5);
  CHECK(rig.finance().queue == 3);
  rig.router.reset();
  CHECK(rig.finance().in_flight == 0);
}

TEST_CASE("a worker that ended for good no longer counts") {
  supervisor_rig rig;
  auto board = std::make_shared<health_board>("n", [] { return instant{}; });
  auto with = rig.options();
  with.service = "jobs";
  with.observers = {board};
  rig.start(with, {rig.child("a"), rig.child("once", restart_kind::transient)});
  rig.end("once", ending::quits_normally);
  CHECK(board->snapshot().services.at(0).state == service_state::up);
}
