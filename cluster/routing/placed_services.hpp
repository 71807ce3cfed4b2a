#pragma once

#include <caf/fwd.hpp>
#include <map>
#include <memory>
#include <string>

#include "cluster/identity/doorkeeper.hpp"
#include "cluster/identity/node_credentials.hpp"
#include "cluster/routing/placed_service.hpp"
#include "supervisors/service_reach.hpp"

namespace smartfin {

/// What proves who asks, and who checks it: of one node. All outlive what uses them.
struct node_trust {
  const node_credentials& credentials;
  const doorkeeper& door;
  std::function<instant()> clock;
};

/// Every name of the catalogue, wherever it works: requests that stay in this node are checked as those of others are.
/// Thread-safe once every name is added.
class placed_services : public service_reach {
public:
  placed_services(caf::actor_system& system, std::string self, node_trust trust);

  void add(const std::string& name, std::shared_ptr<service_router> workers) override;
  /// The same target for the same caller and name. Expects a name of the catalogue that was added.
  std::shared_ptr<const request_target> target(const std::string& caller,
                                               const std::string& name) override;

  /// Where each name works; null for one that was not added.
  std::shared_ptr<service_placement> placement(const std::string& name) const;
  /// Whether every name works somewhere that can be asked now.
  bool all_reachable() const;
  /// Ends a worker behind each of the service's names as a bug would, wherever it works. False: it has no name.
  bool fail(const std::string& service);
  /// Forgets other nodes and every handle; before the actor system ends.
  void close();

private:
  request_check check_of(const std::string& caller, const std::string& name) const;

  caf::actor_system& system_;
  const std::string self_;
  const node_trust trust_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<service_placement>> placements_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const request_target>> targets_;
};

}  // namespace smartfin
