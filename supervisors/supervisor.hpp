#pragma once

#include <caf/actor.hpp>
#include <caf/error.hpp>
#include <caf/fwd.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/supervision/restart_policy.hpp"
#include "supervisors/child_spec.hpp"
#include "supervisors/supervision_observer.hpp"

namespace smartfin {

/// Why a supervisor ended by itself.
enum class supervision_errc : std::uint8_t { none = 0, gave_up = 1 };
caf::error make_error(supervision_errc code);

struct supervisor_options {
  /// Names it in events: "root", "root/finance".
  std::string name{};
  restart_strategy strategy = restart_strategy::one_for_one;
  restart_limits limits{};
  /// The service its children work for unless their line says otherwise.
  std::string service{};
  std::vector<std::shared_ptr<supervision_observer>> observers{};
};

/// Starts a supervisor over `children`, which start in this order, one after the other, and stop in
/// reverse, each gone before the next is asked. Under one_for_one a child that fails to start does
/// not hold up those after it.
///
/// Owns the children: they are monitored, stopped when it is asked to end (any exit message;
/// "user_shutdown" from the composition root) and killed when it is killed. Forgets its failure
/// counts when it restarts. All time comes from the actor system's clock. Keep the handle until it
/// has ended, and end it before the actor system.
caf::actor spawn_supervisor(caf::actor_system& system, supervisor_options options,
                            std::vector<child_spec> children);

/// The same as a line of another supervisor's list: a permanent child, restarted with the lines as
/// given, never killed for being slow to stop. An empty name or service in `options` becomes `id`.
child_spec supervisor_child(std::string id, supervisor_options options,
                            std::vector<child_spec> children, give_up_rule on_give_up = escalate{});

/// Kills the child at `path` below `supervisor` ("finance/ledger", ids from the top), for drills.
/// Its restart rule applies. A path that names no running child is no error. A killed supervisor
/// kills its children without waiting for them: for a moment old and new ones may both run.
void kill_child(const caf::actor& supervisor, std::string path);

/// The reason of an exit for operators: category and code, and the type of an exception that
/// `apply_crash_policy` noted; never the context of an error, which may hold personal data.
std::string reason_text(caf::actor_system& system, const caf::error& reason);

}  // namespace smartfin
