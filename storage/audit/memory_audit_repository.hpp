#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/audit/audit_repository.hpp"
#include "storage/memory/memory_service_state.hpp"

namespace smartfin {

/// AUDIT's store as one value.
struct memory_audit_state : memory_service_state {
  std::vector<std::string> entries;
};

/// The state must outlive it.
std::unique_ptr<audit_repository> make_memory_audit_repository(memory_audit_state& state);

}  // namespace smartfin
