#pragma once

#include <algorithm>
#include <chrono>

namespace smartfin {

struct circuit_rules {
  int failures_allowed = 0;  ///< in a row, before trying ends for a while
  std::chrono::milliseconds first_pause{200};
  std::chrono::milliseconds longest_pause{5'000};
};

/// Whether something outside is tried at all: after failures it is left alone for a pause that doubles, and then one
/// caller tries for all. A value without a clock; its owner guards it against threads.
class circuit {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit circuit(circuit_rules rules) : rules_(rules) {}

  /// Whether the caller may try; it then reports how it went. Closed, everyone may; after a pause one may, and the
  /// others not until it has reported or another of the longest pauses is over.
  bool may_try(time_point now) {
    if (failures_ <= rules_.failures_allowed) return true;
    if (now < closed_until_) return false;
    closed_until_ = now + rules_.longest_pause;
    return true;
  }
  void succeeded() { failures_ = 0; }
  /// `chance` from 0 to 1 spreads the next tries of many nodes over half of the pause.
  void failed(time_point now, double chance) {
    if (++failures_ <= rules_.failures_allowed) return;
    const auto doublings = std::min(failures_ - rules_.failures_allowed - 1, 20);
    const auto pause = std::min<std::chrono::milliseconds>(rules_.first_pause * (1LL << doublings),
                                                           rules_.longest_pause);
    const std::chrono::duration<double, std::milli> spread =
        pause * (0.5 + 0.5 * std::clamp(chance, 0.0, 1.0));
    closed_until_ = now + std::chrono::duration_cast<std::chrono::milliseconds>(spread);
  }
  bool is_open() const { return failures_ > rules_.failures_allowed; }

private:
  circuit_rules rules_;
  int failures_ = 0;
  time_point closed_until_{};
};

}  // namespace smartfin
