#pragma once

#include <memory>

#include "actors/events/subscriber_store.hpp"
#include "messages/notification.hpp"
#include "storage/notification/notification_repository.hpp"

namespace smartfin {

using notification_writer = notification_actor::extend<caf::reacts_to<flush_batch>>;

struct notification_parts : subscriber_store {
  explicit notification_parts(const service_deps& deps);

  notification_page list(const list_notifications& request);
  result<done, notification_errc> mark_read(const mark_notification_read& request);

  std::unique_ptr<notification_repository> rows;
  write_batch batch;

private:
  void deliver(const delivered_event& event);
};

struct notification_state {
  std::unique_ptr<notification_parts> parts;
  static inline const char* name = "notify";
};

/// NOTIFICATION. Owns people's inboxes. Talks to nobody; relays bring it what happened. Forgets only unsealed keys when
/// it restarts.
notification_writer::behavior_type notification_service(
    notification_writer::stateful_pointer<notification_state> self, service_deps deps);

}  // namespace smartfin
