#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "storage/auth/auth_repository.hpp"
#include "storage/memory/memory_service_state.hpp"

namespace smartfin {

/// AUTH's store as one value. Users and sessions are never deleted, so the last id is the highest.
struct memory_auth_state : memory_service_state {
  std::map<user_id, user_row> users;
  std::map<session_id, session_row> sessions;
  std::map<std::string, session_id> used_tokens;
  std::vector<signing_key_row> signing_keys;
};

/// The state must outlive it.
std::unique_ptr<auth_repository> make_memory_auth_repository(memory_auth_state& state);

}  // namespace smartfin
