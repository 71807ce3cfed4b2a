#pragma once

#include <algorithm>
#include <chrono>

#include "domain/cluster/lease_rules.hpp"

namespace smartfin {

/// So many calls per second and no more, but `burst` of them at once after a rest (the generic cell rate algorithm of
/// ITU-T I.371).
class call_budget {
public:
  call_budget(int per_second, int burst)
      : interval_(std::chrono::milliseconds{1000} / per_second), slack_(interval_ * (burst - 1)) {}

  /// Tells that a call is made at `now`; returns when the next one may be made.
  lease_time spend(lease_time now) {
    due_ = std::max(due_, now) + interval_;
    return std::max(now, due_ - slack_);
  }

private:
  std::chrono::milliseconds interval_;
  std::chrono::milliseconds slack_;
  lease_time due_ = lease_time{};  // when all that was spent is paid back
};

}  // namespace smartfin
