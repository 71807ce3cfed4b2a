#pragma once

#include <caf/behavior.hpp>
#include <caf/event_based_actor.hpp>
#include <filesystem>

#include "cluster/identity/refusal_counts.hpp"

namespace smartfin {

/// Looks after who this node is: requests that were refused become lines of the log, at most one for each caller,
/// callee, message and reason in ten seconds; and the keys of a node by itself, below `data_folder`, are renewed before
/// they expire, however long it runs. An empty folder: the keys are the operator's.
caf::behavior identity_watch(caf::event_based_actor* self, refusal_counts* refusals,
                             const std::filesystem::path& data_folder);

}  // namespace smartfin
