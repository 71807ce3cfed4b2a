#pragma once

#include <chrono>

namespace smartfin {

/// How patiently events are delivered.
struct delivery_rules {
  int chunk_max = 512;  // events in one delivery
  /// How long events wait for others before they go: each delivery costs its subscriber a commit.
  std::chrono::milliseconds gather{100};
  /// An event that its subscriber cannot apply is parked after so many attempts; an outage has no limit.
  int attempts_max = 5;
  std::chrono::milliseconds delay_min{50};
  std::chrono::milliseconds delay_max{10'000};
};

/// How long to wait after the `attempt`-th failure in a row, from 1: doubled each time up to the limit, less up to half
/// of it at random, so that subscribers that failed together do not come back together. `random` is in [0, 1).
std::chrono::milliseconds delay_after(int attempt, double random, const delivery_rules& rules);

}  // namespace smartfin
