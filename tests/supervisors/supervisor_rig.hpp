#pragma once

#include <caf/actor.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "supervisors/supervisor.hpp"
#include "tests/supervisors/fragile_worker.hpp"
#include "tests/supervisors/recording_observer.hpp"
#include "tests/supervisors/virtual_system.hpp"

namespace smartfin::testing {

/// A virtual system, an observer, and the handle of each child that was started last.
struct supervisor_rig {
  virtual_system world;
  std::shared_ptr<recording_observer> seen = std::make_shared<recording_observer>();
  std::map<std::string, caf::actor> children;
  std::map<std::string, int> starts_to_refuse;
  caf::actor root;

  supervisor_rig() = default;
  supervisor_rig(const supervisor_rig&) = delete;
  supervisor_rig& operator=(const supervisor_rig&) = delete;

  ~supervisor_rig() {
    children.clear();
    if (root) caf::anon_send_exit(root, caf::exit_reason::kill);
    root = nullptr;
    world.drain();
  }

  using worker = caf::behavior (*)(caf::event_based_actor*);

  child_start starting(std::string id, worker body = fragile_worker) {
    return [this, id = std::move(id), body](caf::event_based_actor* parent) -> caf::actor {
      if (auto& refusals = starts_to_refuse[id]; refusals > 0) {
        --refusals;
        throw start_refused{"no database"};
      }
      return children[id] = parent->spawn(body);
    };
  }

  child_spec child(const std::string& id, restart_kind restart = restart_kind::permanent) {
    return {.id = id, .start = starting(id), .restart = restart};
  }

  supervisor_options options(restart_strategy strategy = restart_strategy::one_for_one) {
    return {.name = "root",
            .strategy = strategy,
            .limits = {.intensity = 3,
                       .period = std::chrono::seconds{10},
                       .delay_min = std::chrono::milliseconds{100},
                       .delay_max = std::chrono::milliseconds{1'000},
                       .healthy_run = std::chrono::seconds{30}},
            .observers = {seen}};
  }

  void start(supervisor_options with, std::vector<child_spec> specs) {
    root = spawn_supervisor(world.actors(), std::move(with), std::move(specs));
    world.drain();
  }

  void end(const std::string& id, ending how = ending::throws) {
    make_end(children.at(id), how);
    world.drain();
  }

  /// Asks the root to end, as the composition root does, and forgets it.
  void shut_down() {
    caf::anon_send_exit(root, caf::exit_reason::user_shutdown);
    world.drain();
  }

  std::size_t running() { return world.actors().registry().running(); }
};

}  // namespace smartfin::testing
