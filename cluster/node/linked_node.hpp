#pragma once

#include <atomic>
#include <caf/fwd.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "cluster/link/link_hub.hpp"
#include "cluster/membership/directory.hpp"
#include "cluster/proxy/exported_services.hpp"
#include "cluster/routing/placed_services.hpp"

namespace smartfin {

struct linked_node_options {
  link_options link;
  /// "host:port" at which the others reach its links; empty: where it listens.
  std::string link_address;
  std::string http_address;
};

/// Makes a node one of several: it is in their directory, keeps a link to each, lets them ask the services that work
/// here, and asks those that work elsewhere. Thread-safe.
class linked_node {
public:
  using directory_maker =
      std::function<std::unique_ptr<directory>(member_record self, directory_listener listener)>;

  /// Listens for links. `services` and `trust` outlive it. Throws link_refusal.
  linked_node(caf::actor_system& system, placed_services& services, node_trust trust,
              linked_node_options options, const std::set<std::string>& works_here);
  ~linked_node();

  /// Offers what works here and lets the others know. Once, when `services` has every name.
  void join(const directory_maker& make);
  /// Gets no new work: the others see it soon.
  void drain();
  /// Leaves and ends every link; what is on its way is answered. Idempotent.
  void stop();

  const std::string& deployment() const { return options_.link.deployment; }
  /// Who is here; once joined.
  directory& members() { return *directory_; }
  std::shared_ptr<const cluster_view> view() const;

private:
  void follow(const std::shared_ptr<const cluster_view>& view);
  std::shared_ptr<const remote_workers> remote(const std::string& node, const std::string& name);
  void place(const cluster_view& view);

  caf::actor_system& system_;
  placed_services& services_;
  const node_trust trust_;
  const linked_node_options options_;
  const std::set<std::string> works_here_;
  exported_services exports_;
  link_hub hub_;  // its threads call what is above
  std::mutex mutex_;
  std::set<std::string> reached_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const remote_workers>> remotes_;
  std::unique_ptr<directory> directory_;  // its threads call all of it
};

}  // namespace smartfin
