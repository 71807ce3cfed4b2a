#pragma once

#include <memory>

#include "actors/writer_store.hpp"
#include "messages/profile.hpp"
#include "storage/profile/profile_repository.hpp"

namespace smartfin {

using profile_writer =
    profile_actor::extend_with<event_publishing_actor>::extend<caf::reacts_to<flush_batch>>;

struct profile_parts : publisher_store {
  explicit profile_parts(const service_deps& deps);

  versioned_profile find(user_id user);
  result<versioned_profile, profile_errc> change(const change_profile& request);

  std::unique_ptr<profile_repository> rows;
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
