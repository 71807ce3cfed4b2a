#pragma once

#include <memory>

#include "actors/events/event_intake.hpp"
#include "actors/service_deps.hpp"
#include "actors/write_batch.hpp"
#include "messages/audit.hpp"
#include "storage/audit/audit_repository.hpp"
#include "storage/audit/audit_subjects.hpp"
#include "storage/key_ring.hpp"
#include "storage/sql/sql_unit_of_work.hpp"

namespace smartfin {

using audit_writer = audit_actor::extend<caf::reacts_to<flush_batch>>;

struct audit_parts {
  explicit audit_parts(const service_deps& deps);

  audit_entries_page list(const list_audit_entries& request);

  sql_session session;
  sql_unit_of_work work;
  std::unique_ptr<idempotency_repository> answers;
  std::unique_ptr<key_repository> key_rows;
  std::unique_ptr<event_cursors> cursors;
  std::unique_ptr<audit_repository> rows;
  std::unique_ptr<audit_subjects> subjects;
  key_ring keys;
  event_intake intake;
  write_batch batch;

private:
  void record(const delivered_event& event);
};

struct audit_state {
  std::unique_ptr<audit_parts> parts;
  static inline const char* name = "audit";
};

/// AUDIT's writer. Owns the entries of the log. Talks to nobody; relays bring it what happened, and its publisher reads
/// what it wrote. `deps.wake_relay` wakes that publisher. Forgets only unsealed keys when it restarts.
audit_writer::behavior_type audit_service(audit_writer::stateful_pointer<audit_state> self,
                                          service_deps deps);

}  // namespace smartfin
