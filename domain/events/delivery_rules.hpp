#pragma once

#include <chrono>
#include <cstdint>

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
  /// What every subscriber is past stays in the log for so long.
  std::chrono::hours kept{24 * 30};
  /// The auditor counts a log's rows at every look, and with so many rows only at every second one, and so on.
  std::int64_t rows_a_look = 250'000;
};

/// How long to wait after the `attempt`-th failure in a row, from 1: doubled each time up to the limit, less up to half
/// of it at random, so that subscribers that failed together do not come back together. `random` is in [0, 1).
std::chrono::milliseconds delay_after(int attempt, double random, const delivery_rules& rules);

}  // namespace smartfin
