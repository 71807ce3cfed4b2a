#pragma once

#include <functional>
#include <stdexcept>
#include <string>

#include "messages/errors.hpp"
#include "messages/events.hpp"
#include "messages/json.hpp"
#include "storage/events/event_cursors.hpp"
#include "storage/vault.hpp"

namespace smartfin {

/// Thrown by an effect that cannot be had; `what()` is free of personal data.
struct event_failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The fact in an event's payload. Throws event_failure when it does not read.
template <class Fact>
Fact fact_of(const delivered_event& event) {
  auto fact = json::decode_stored<Fact>(event.payload, {.bytes_max = 16 << 20});
  if (!fact) throw event_failure{"the payload does not read"};
  return std::move(*fact);
}

/// Why a delivery was not applied.
struct event_refusal {
  infra_errc code = infra_errc::event_refused;
  std::string reason;
};
inline caf::error make_error(const event_refusal& refusal) {
  return make_error(refusal.code, refusal.reason);
}

/// A subscriber's side of delivery. Each call runs in the caller's transaction, the effect's included, so that an event
/// and the cursor that says it was applied become durable together or not at all. Owned by one writer.
class event_intake {
public:
  using effect = std::function<void(const delivered_event&)>;
  template <class T>
  using outcome = result<T, event_refusal>;

  /// `keys` seals what is parked. `apply` writes what one event means for this service; kinds it does not know mean
  /// nothing, and an empty payload is that of a user who was erased. It may keep something back until `finish`, which
  /// is called after the last event of a delivery.
  event_intake(
      event_cursors& cursors, const vault& keys, effect apply, std::function<void()> finish = [] {})
      : cursors_(cursors), keys_(keys), apply_(std::move(apply)), finish_(std::move(finish)) {}

  /// Events that were applied before are passed over; those that do not follow the cursor are left for a delivery that
  /// does. Refused: nothing of the delivery may stay.
  outcome<events_applied> apply(const apply_events& delivery);
  outcome<done> replay(std::int64_t parked);
  parked_events_page list(std::int64_t before, int limit);

private:
  outcome<nothing> take(const std::string& stream, const delivered_event& event, instant now,
                        event_cursor& cursor);
  template <class Work>
  static outcome<nothing> attempt(Work&& work);

  event_cursors& cursors_;
  const vault& keys_;
  effect apply_;
  std::function<void()> finish_;
};

}  // namespace smartfin
