#pragma once

#include <memory>
#include <string>
#include <vector>

#include "actors/events/subscriber_store.hpp"
#include "messages/audit.hpp"
#include "storage/audit/audit_repository.hpp"
#include "storage/audit/audit_subjects.hpp"

namespace smartfin {

using audit_writer = audit_actor::extend<caf::reacts_to<flush_batch>>;

struct audit_parts : subscriber_store {
  explicit audit_parts(const service_deps& deps);

  audit_entries_page list(const list_audit_entries& request);

  std::unique_ptr<audit_repository> rows;
  std::unique_ptr<audit_subjects> subjects;
  write_batch batch;

private:
  void record(const delivered_event& event);
  void write_recorded();

  // Of the delivery that is being applied.
  std::vector<std::string> entries_;
  std::vector<user_id> users_;
};

struct audit_state {
  std::unique_ptr<audit_parts> parts;
  static inline const char* name = "audit";
};

/// AUDIT's writer. Owns the entries of the log. Talks to nobody; relays bring it what happened, and its publisher reads
/// what it wrote. `deps.tell_durable` wakes that publisher. Forgets only unsealed keys when it restarts.
audit_writer::behavior_type audit_service(audit_writer::stateful_pointer<audit_state> self,
                                          service_deps deps);

}  // namespace smartfin
