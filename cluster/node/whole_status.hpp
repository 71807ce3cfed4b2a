#pragma once

#include <caf/fwd.hpp>
#include <string>
#include <vector>

#include "cluster/membership/member.hpp"
#include "cluster/routing/service_placement.hpp"
#include "messages/status.hpp"

namespace smartfin {

/// What a node says of itself and what it heard from the others, as one answer: every node is listed, those that did
/// not answer as unreachable; the services of the others are in their lines; each stream is that of the node that
/// carries it.
node_status whole_status(node_status own, const cluster_view& view,
                         const std::vector<node_status>& others);

/// Asks every node that offers MONITORING, at most `patience` long together.
std::vector<node_status> ask_others(caf::actor_system& system, const service_placement& monitoring,
                                    std::chrono::milliseconds patience);

}  // namespace smartfin
