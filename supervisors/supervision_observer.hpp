#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "supervisors/child_spec.hpp"

namespace smartfin {

enum class supervision_event_kind : std::uint8_t {
  started,
  down,  // ended or failed to start, unasked; `restarting`, `gave_up` or `stopped` follows at once
  restarting,  // will be started after `delay`
  gave_up,  // failed too often; tried again after `delay`, or, when that is 0, its supervisor ends
  stopped,  // ended and will not be started by itself: asked to, or done
};

struct supervision_event {
  supervision_event_kind kind;
  std::string supervisor;
  std::string child;
  child_kind child_is;
  std::string service;
  /// For operators; free of personal data.
  std::string reason;
  std::chrono::milliseconds delay{0};
};

/// Told of every event by the supervisors it was given to, on their threads: quick, thread-safe,
/// never throws.
class supervision_observer {
public:
  virtual ~supervision_observer() = default;
  virtual void on_event(const supervision_event& event) noexcept = 0;
};

}  // namespace smartfin
