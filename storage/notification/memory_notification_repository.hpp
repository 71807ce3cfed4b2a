#pragma once

#include <map>
#include <memory>

#include "storage/memory/memory_service_state.hpp"
#include "storage/notification/notification_repository.hpp"

namespace smartfin {

/// NOTIFICATION's store as one value.
struct memory_notification_state : memory_service_state {
  std::map<notification_id, notification_row> notifications;
  std::int64_t last_notification = 0;
};

/// The state must outlive it.
std::unique_ptr<notification_repository> make_memory_notification_repository(
    memory_notification_state& state);

}  // namespace smartfin
