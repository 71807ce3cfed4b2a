#pragma once

#include <memory>

#include "actors/events/event_publisher.hpp"
#include "actors/service_deps.hpp"
#include "actors/write_batch.hpp"
#include "messages/profile.hpp"
#include "storage/key_ring.hpp"
#include "storage/profile/profile_repository.hpp"
#include "storage/sql/sql_unit_of_work.hpp"

namespace smartfin {

using profile_writer = profile_actor::extend<caf::reacts_to<flush_batch>>;

struct profile_parts {
  explicit profile_parts(const service_deps& deps);

  versioned_profile find(user_id user);
  result<versioned_profile, profile_errc> change(const change_profile& request);

  sql_session session;
  sql_unit_of_work work;
  std::unique_ptr<idempotency_repository> answers;
  std::unique_ptr<key_repository> key_rows;
  std::unique_ptr<profile_repository> rows;
  std::unique_ptr<event_log> event_rows;
  key_ring keys;
  event_publisher events;
  write_batch batch;
};

struct profile_state {
  std::unique_ptr<profile_parts> parts;
  static inline const char* name = "profile";
};

/// USER PROFILE. Owns what people tell about themselves. Talks to nobody. Forgets only unsealed keys when it restarts;
/// requests of an uncommitted batch get an outage.
profile_writer::behavior_type profile_service(profile_writer::stateful_pointer<profile_state> self,
                                              service_deps deps);

}  // namespace smartfin
