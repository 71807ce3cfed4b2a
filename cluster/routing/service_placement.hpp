#pragma once

#include <atomic>
#include <caf/actor_control_block.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "domain/cluster/placement.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin {

/// A service on another node, as this one reaches it.
struct remote_workers {
  std::string node;
  /// Whether there is a link to it.
  std::function<bool()> is_reachable;
  /// Who forwards, for each service of this node that may ask.
  std::map<std::string, caf::strong_actor_ptr, std::less<>> by_caller{};
};

/// On which nodes a service works, and who of them gets which requests. Changes while requests are on their way: each
/// goes where the service was when it was sent. Thread-safe.
class service_placement {
public:
  /// `workers` are those of this node, whether it offers the service or not. Until the first `place` they are all.
  service_placement(std::string self, std::shared_ptr<service_router> workers);

  const std::shared_ptr<service_router>& workers() const { return workers_; }

  /// From now on these nodes offer the service. `is_here`: this one, too, and is to get new work.
  void place(bool is_here, std::vector<std::shared_ptr<const remote_workers>> elsewhere);

  /// Whether some node can be asked now.
  bool is_reachable() const;

  struct destination {
    /// Null: nobody can be reached.
    caf::strong_actor_ptr handle{};
    bool is_here = false;
  };
  /// Where a request of `caller` goes that belongs to the shard: its holder, or else the first reachable in its order.
  destination holder_of(std::size_t shard, std::string_view caller) const;
  /// Where a request goes that belongs to nobody: this node if it works, else one of the others, in turn.
  destination anyone(std::string_view caller) const;

  /// The other nodes that can be asked now, each by its own handle.
  std::vector<caf::strong_actor_ptr> others(std::string_view caller) const;

private:
  struct table {
    bool is_here = true;
    std::vector<std::shared_ptr<const remote_workers>> nodes{};  // null: this one
    std::vector<shard_order> shards{};
  };
  std::shared_ptr<const table> current() const;

  const std::string self_;
  const std::shared_ptr<service_router> workers_;
  mutable std::mutex mutex_;
  std::shared_ptr<const table> table_;
  mutable std::atomic<std::size_t> turn_{0};
};

}  // namespace smartfin
