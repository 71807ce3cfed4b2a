#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/events/event_board.hpp"
#include "actors/service_deps.hpp"
#include "domain/events/delivery_rules.hpp"
#include "messages/events.hpp"

namespace smartfin {

struct relay_subscriber {
  std::string name;
  event_subscriber handle;
};

struct relay_deps {
  service_deps common;    // of the publisher
  std::string stream;     // the publisher's name
  std::string user_keys;  // the kind of its users' keys ("auth/user"); empty: nothing is sealed
  std::vector<relay_subscriber> subscribers;
  delivery_rules rules;
  std::chrono::milliseconds audit_every{1'000};
  event_board* board = nullptr;  // outlives the worker
  std::function<instant()> clock;
  event_publishing_actor publisher{};  // forgets what is old; null: nothing is forgotten
  std::int64_t fence = 0;  // the token under which it may deliver; 0: there is no other relay
};

/// Private to the relay.
struct audit_tick {};
struct delivery_due {
  std::size_t subscriber = 0;
};
struct gathering_ends {};

using relay_behavior_actor =
    relay_actor::extend<caf::reacts_to<audit_tick>, caf::reacts_to<delivery_due>,
                        caf::reacts_to<gathering_ends>>;

class event_lanes;

struct relay_state {
  std::shared_ptr<event_lanes> lanes;
  static inline const char* name = "relay";
};

/// Carries one service's events to their subscribers, each at its own pace and in order, and audits them: what was
/// published is applied, parked, missing or in flight. Owns a read connection. Talks to the subscribers. Forgets
/// everything when it restarts and asks the subscribers how far they are.
relay_behavior_actor::behavior_type event_relay(
    relay_behavior_actor::stateful_pointer<relay_state> self, relay_deps deps);

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::audit_tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::delivery_due)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::gathering_ends)
