#pragma once

#include <memory>

#include "actors/events/event_intake.hpp"
#include "actors/service_deps.hpp"
#include "actors/write_batch.hpp"
#include "messages/notification.hpp"
#include "storage/key_ring.hpp"
#include "storage/notification/notification_repository.hpp"
#include "storage/sql/sql_unit_of_work.hpp"

namespace smartfin {

using notification_writer = notification_actor::extend<caf::reacts_to<flush_batch>>;

struct notification_parts {
  explicit notification_parts(const service_deps& deps);

  notification_page list(const list_notifications& request);
  result<done, notification_errc> mark_read(const mark_notification_read& request);

  sql_session session;
  sql_unit_of_work work;
  std::unique_ptr<idempotency_repository> answers;
  std::unique_ptr<key_repository> key_rows;
  std::unique_ptr<event_cursors> cursors;
  std::unique_ptr<notification_repository> rows;
  key_ring keys;
  event_intake intake;
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
