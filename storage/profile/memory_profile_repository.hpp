#pragma once

#include <map>
#include <memory>

#include "storage/memory/memory_service_state.hpp"
#include "storage/profile/profile_repository.hpp"

namespace smartfin {

/// USER PROFILE's store as one value.
struct memory_profile_state : memory_service_state {
  std::map<user_id, profile_row> profiles;
};

/// The state must outlive it.
std::unique_ptr<profile_repository> make_memory_profile_repository(memory_profile_state& state);

}  // namespace smartfin
