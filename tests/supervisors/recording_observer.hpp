#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "supervisors/supervision_observer.hpp"

namespace smartfin::testing {

inline std::string word_of(supervision_event_kind kind) {
  switch (kind) {
    case supervision_event_kind::started:
      return "started";
    case supervision_event_kind::down:
      return "down";
    case supervision_event_kind::restarting:
      return "restarting";
    case supervision_event_kind::gave_up:
      return "gave_up";
    case supervision_event_kind::stopped:
      return "stopped";
  }
  return "?";
}

/// Remembers every event; threads may wait for one.
class recording_observer : public supervision_observer {
public:
  void on_event(const supervision_event& event) noexcept override {
    const std::lock_guard guard{mutex_};
    events_.push_back(event);
    changed_.notify_all();
  }

  /// What happened since the last call: "down b, restarting b, started b".
  std::string take() {
    const std::lock_guard guard{mutex_};
    std::string text;
    for (const auto& event : std::exchange(events_, {})) {
      if (!text.empty()) text += ", ";
      text += word_of(event.kind) + " " + event.child;
    }
    return text;
  }

  std::vector<supervision_event> take_events() {
    const std::lock_guard guard{mutex_};
    return std::exchange(events_, {});
  }

  /// Waits until `kind` happened to `child` `times` times since the last `take`.
  void wait_for(supervision_event_kind kind, const std::string& child, int times = 1) {
    std::unique_lock guard{mutex_};
    changed_.wait(guard, [&] {
      int seen = 0;
      for (const auto& event : events_)
        if (event.kind == kind && event.child == child) ++seen;
      return seen >= times;
    });
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<supervision_event> events_;
};

}  // namespace smartfin::testing
