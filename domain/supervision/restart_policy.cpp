#include "domain/supervision/restart_policy.hpp"

#include <algorithm>

namespace smartfin {

using time_point = std::chrono::steady_clock::time_point;

bool restart_window::admits(time_point now, const restart_limits& limits) {
  failures_.push_back(now);
  while (now - failures_.front() > limits.period) failures_.pop_front();
  // Beyond the intensity the number no longer matters; the oldest goes, so that memory is bounded.
  const auto allowed = static_cast<std::size_t>(std::max(limits.intensity, 0));
  if (failures_.size() <= allowed) return true;
  failures_.pop_front();
  return false;
}

std::chrono::milliseconds restart_backoff::next_delay(time_point now,
                                                      const restart_limits& limits) {
  if (started_ && now - *started_ >= limits.healthy_run) failures_in_a_row_ = 0;
  started_.reset();
  // Doubling step by step cannot overflow: it stops at the cap.
  auto delay = std::min(limits.delay_min, limits.delay_max);
  for (int i = 0; i < failures_in_a_row_ && delay < limits.delay_max; ++i)
    delay = delay > limits.delay_max / 2 ? limits.delay_max : delay * 2;
  if (delay < limits.delay_max) ++failures_in_a_row_;
  return delay;
}

restart_decision on_failure(restart_window& window, restart_backoff& backoff, time_point now,
                            const restart_limits& limits) {
  const bool admitted = window.admits(now, limits);
  const auto delay = backoff.next_delay(now, limits);
  if (!admitted) return give_up{};
  return restart_after{delay};
}

}  // namespace smartfin
