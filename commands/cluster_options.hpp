#pragma once

#include <set>
#include <string>

#include "cluster/node/linked_node.hpp"
#include "config/settings.hpp"
#include "domain/result.hpp"
#include "storage/spool_folder.hpp"

namespace smartfin {

/// Whether the settings are those of a node that can be one of several, or by itself. The error is a sentence for the
/// operator.
result<nothing, std::string> check_cluster(const settings& s);
/// Whether this node is one of several.
inline bool is_clustered(const settings& s) { return !s.cluster.etcd.empty(); }

/// The services that work in this node.
std::set<std::string> services_of(const settings& s);
/// Throws identity_refusal when the node's keys are another's, or lack one of its services.
linked_node_options link_options_of(const settings& s, const spool_folder& spool, instant now);
linked_node::directory_maker directory_of(const settings& s, const std::string& deployment);

}  // namespace smartfin
