#pragma once

#include <algorithm>
#include <mutex>
#include <vector>

#include "messages/status.hpp"

namespace smartfin {

/// What the auditors of this node's streams last found: written by relays, read by the status page. Thread-safe;
/// survives every restart.
class event_board {
public:
  void report(stream_status found) {
    const std::lock_guard lock{mutex_};
    const auto known = std::find_if(streams_.begin(), streams_.end(),
                                    [&](const auto& each) { return each.stream == found.stream; });
    if (known == streams_.end())
      streams_.push_back(std::move(found));
    else
      *known = std::move(found);
  }
  std::vector<stream_status> snapshot() const {
    const std::lock_guard lock{mutex_};
    return streams_;
  }

private:
  mutable std::mutex mutex_;
  std::vector<stream_status> streams_;
};

}  // namespace smartfin
