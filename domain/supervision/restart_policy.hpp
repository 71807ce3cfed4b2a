#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <variant>

namespace smartfin {

/// How patient a supervisor is, in the words of Erlang/OTP ("intensity" restarts within "period").
struct restart_limits {
  /// Restarts allowed within `period`; one more and the supervisor gives up. 0: never restart.
  int intensity = 5;
  std::chrono::milliseconds period{10'000};
  /// The delay before the first restart. It doubles with each failure in a row, up to `delay_max`.
  std::chrono::milliseconds delay_min{50};
  std::chrono::milliseconds delay_max{5'000};
  /// A child that ran this long before it failed was healthy: its delay starts at `delay_min`
  /// again.
  std::chrono::milliseconds healthy_run{30'000};
};

/// What to do about one failure.
struct restart_after {
  std::chrono::milliseconds delay;
  friend bool operator==(const restart_after&, const restart_after&) = default;
};
struct give_up {
  friend bool operator==(give_up, give_up) = default;
};
using restart_decision = std::variant<restart_after, give_up>;

/// The failures that count against the intensity: those not older than `period`.
class restart_window {
public:
  /// Counts a failure at `now`, which never goes back. False: more than the intensity within the
  /// period.
  bool admits(std::chrono::steady_clock::time_point now, const restart_limits& limits);
  void forget() { failures_.clear(); }

private:
  std::deque<std::chrono::steady_clock::time_point> failures_;
};

/// The growing delay of one child.
class restart_backoff {
public:
  void started(std::chrono::steady_clock::time_point now) { started_ = now; }
  /// The delay after a failure at `now`. A failed start follows no `started` and continues the row.
  std::chrono::milliseconds next_delay(std::chrono::steady_clock::time_point now,
                                       const restart_limits& limits);
  void forget() { *this = {}; }

private:
  std::optional<std::chrono::steady_clock::time_point> started_;
  int failures_in_a_row_ = 0;
};

/// Decides one failure. Both arguments remember it, also when the answer is to give up.
restart_decision on_failure(restart_window& window, restart_backoff& backoff,
                            std::chrono::steady_clock::time_point now,
                            const restart_limits& limits);

}  // namespace smartfin
