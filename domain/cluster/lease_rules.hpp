#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace smartfin {

/// Of a monotonic clock: it is compared within one process only.
using lease_time = std::chrono::steady_clock::time_point;

/// How long a node counts as here after it was last heard.
struct lease_terms {
  std::chrono::milliseconds ttl{5000};
  /// For how much of it the node does not trust its own lease: what clocks and threads may be off.
  std::chrono::milliseconds margin{1000};
};

/// Until when a node may regard itself as in. Counted from when the acknowledged request was *sent*, since its server
/// counted from later; so the node is out before the lease can run out elsewhere.
lease_time in_until(lease_time sent_at, const lease_terms& terms);

/// How often a lease is kept alive: several times within the time that is trusted.
std::chrono::milliseconds keep_interval(const lease_terms& terms);

/// How long to wait after so many failures in a row (1 or more): 50 ms, doubled each time up to a second, and of that
/// between the half and the whole, as `chance` (0 to 1) has it, so that nodes do not come back in step.
std::chrono::milliseconds retry_delay(int failures, double chance);

/// How long `node` waits before it reaches for a `job` that has become free, so that not all reach at once: 50 ms for
/// each of `nodes` that comes before it, 500 ms at most. Who comes first differs from job to job, and every node finds
/// the same order.
std::chrono::milliseconds takeover_delay(std::string_view job, std::string_view node,
                                         const std::vector<std::string>& nodes);

/// Names of nodes and of jobs: 1 to 63 of a-z, 0-9, '-' and '.', with a letter or a digit at first.
bool is_cluster_name(std::string_view name);

}  // namespace smartfin
