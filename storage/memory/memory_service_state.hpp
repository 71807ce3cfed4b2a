#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "storage/events/event_cursors.hpp"
#include "storage/idempotency_repository.hpp"
#include "storage/key_ring.hpp"

namespace smartfin {

/// A service's whole store as one value, so that a copy of it is a savepoint. Each service adds its own rows. The
/// memory forms exist for tests: same answers as the embedded database, no file, no speed.
struct memory_service_state {
  struct given_answer {
    remembered_answer answer;
    instant given_at{};
  };
  std::map<std::pair<user_id, std::string>, given_answer> answers;
  std::map<std::int64_t, std::string> subject_keys;

  std::map<std::int64_t, event_row> events;
  std::int64_t last_event = 0;
  std::int64_t events_kept_from = 1;
  std::map<std::string, event_cursor> event_cursors;
  std::map<std::int64_t, parked_event_row> parked_events;
  std::int64_t last_parked_event = 0;
};

/// The state must outlive them. A row that stands already is a storage_failure, as a broken key is in a database.
std::unique_ptr<idempotency_repository> make_memory_idempotency_repository(
    memory_service_state& state);
std::unique_ptr<key_repository> make_memory_key_repository(memory_service_state& state);
std::unique_ptr<event_log> make_memory_event_log(memory_service_state& state);
std::unique_ptr<event_cursors> make_memory_event_cursors(memory_service_state& state);

/// Throws storage_failure naming the rule that a write would have broken.
void demand(bool holds, const char* rule);

}  // namespace smartfin
