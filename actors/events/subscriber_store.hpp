#pragma once

#include <memory>
#include <string>

#include "actors/events/event_intake.hpp"
#include "actors/writer_store.hpp"

namespace smartfin {

/// What the writer of a service owns that learns of others' events: besides what every writer does, how far it is.
struct subscriber_store : writer_store {
  /// `apply` and `finish` as for an event_intake.
  subscriber_store(
      const service_deps& deps, const std::string& subjects, event_intake::effect apply,
      std::function<void()> finish = [] {});

  std::unique_ptr<event_cursors> cursors;
  event_intake intake;
};

// The three promises of an event_subscriber, for the behaviour of a writer with these.

template <class Self>
auto applies_events(Self* self, event_intake& intake, write_batch& batch) {
  return [self, &intake, &batch](const apply_events& m) {
    return batch.template write<events_applied>(self, m.ctx, [&] { return intake.apply(m); });
  };
}
template <class Self>
auto replays_events(Self* self, event_intake& intake, write_batch& batch) {
  return [self, &intake, &batch](const replay_event& m) {
    return batch.template write<done>(self, m.ctx, [&] { return intake.replay(m.id); });
  };
}
inline auto lists_parked_events(event_intake& intake) {
  return [&intake](const list_parked_events& m) -> caf::result<parked_events_page> {
    try {
      return intake.list(m.before, m.limit);
    } catch (const storage_failure&) {
      return make_error(infra_errc::storage_failed);
    }
  };
}

}  // namespace smartfin
