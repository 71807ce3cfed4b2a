#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <memory>
#include <string>
#include <vector>

#include "messages/call_context.hpp"
#include "messages/done.hpp"

namespace smartfin {

/// A fact on its way from its publisher's log to a subscriber, its payload in the clear.
struct delivered_event {
  enum class handling : std::uint8_t {
    apply,
    park,     // was refused too often: to be kept aside with `reason`
    missing,  // its row is gone from the log: to be counted, nothing else is known
  };
  BOOST_DESCRIBE_NESTED_ENUM(handling, apply, park, missing)
  std::int64_t sequence = 0;
  handling how = handling::apply;
  std::string kind;
  std::int64_t version = 1;
  user_id user;
  book_id book;
  instant at{};
  std::string trace_id;
  std::string payload;  // JSON; empty where the key it was sealed with is destroyed
  std::string reason;
  std::string stream{};
};

/// Events of one stream, ascending and without gaps.
struct apply_events {
  call_context ctx;
  std::string stream;
  std::shared_ptr<const std::vector<delivered_event>> events;
  /// The relay's fencing token; 0 of a node by itself.
  std::int64_t fence = 0;
};
/// How far the subscriber is: sequence = applied + parked + missing.
struct events_applied {
  std::int64_t sequence = 0;
  std::int64_t applied = 0;
  std::int64_t parked = 0;
  std::int64_t missing = 0;
};

BOOST_DESCRIBE_STRUCT(events_applied, (), (sequence, applied, parked, missing))

struct list_parked_events {
  call_context ctx;
  std::int64_t before = 0;  // an id
  int limit = 50;
};
struct parked_event_view {
  std::int64_t id = 0;
  std::string stream;
  std::int64_t sequence = 0;
  std::string kind;
  instant at{};
  std::string reason;
  instant parked_at{};
};
BOOST_DESCRIBE_STRUCT(parked_event_view, (), (id, stream, sequence, kind, at, reason, parked_at))
struct parked_events_page {
  std::vector<parked_event_view> items;
  bool more = false;
};
struct replay_event {
  call_context ctx;
  std::int64_t id = 0;
};

/// Retention: the publisher may forget at most `limit` of its events that are older than `before` and that every
/// subscriber is past: none above `through`.
struct retire_events {
  call_context ctx;
  instant before{};
  std::int64_t through = 0;
  int limit = 1'000;
};
struct events_retired {
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(events_retired, (), (count))

/// Sent by a writer to its relay when events became durable: a hint, never the only way to learn of them.
struct events_committed {};

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(delivered_event, (),
                      (sequence, how, kind, version, user, book, at, trace_id, payload, reason,
                       stream))
BOOST_DESCRIBE_STRUCT(apply_events, (), (ctx, stream, events, fence))
BOOST_DESCRIBE_STRUCT(list_parked_events, (), (ctx, before, limit))
BOOST_DESCRIBE_STRUCT(parked_events_page, (), (items, more))
BOOST_DESCRIBE_STRUCT(replay_event, (), (ctx, id))
BOOST_DESCRIBE_STRUCT(retire_events, (), (ctx, before, through, limit))
BOOST_DESCRIBE_STRUCT(events_committed, (), ())

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::apply_events)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::events_applied)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_parked_events)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::parked_events_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::replay_event)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::retire_events)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::events_retired)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::events_committed)

namespace smartfin {

/// What every subscriber answers.
using event_subscriber = caf::typed_actor<
    // Applies each event that was not applied yet, all in one transaction with the cursor; without events it only tells
    // how far it is. Exactly once in effect, however often it is sent. Errors: event_refused (an effect cannot be had:
    // nothing of the delivery is written), unavailable (a relay with a newer token has spoken: this one is to stop).
    caf::replies_to<apply_events>::with<events_applied>,
    // Newest first. Idempotent.
    caf::replies_to<list_parked_events>::with<parked_events_page>,
    // Applies a parked event now. Errors: event_not_found, event_refused.
    caf::replies_to<replay_event>::with<done>>;

/// What every publisher answers besides its own interface.
using event_publishing_actor = caf::typed_actor<
    // Idempotent.
    caf::replies_to<retire_events>::with<events_retired>>;

/// Carries one service's events to their subscribers.
using relay_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // New events are there.
    caf::reacts_to<events_committed>>;

}  // namespace smartfin
