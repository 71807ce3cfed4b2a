#pragma once

#include <optional>
#include <string>

#include "messages/events.hpp"
#include "messages/notification.hpp"

namespace smartfin {

/// A message for the inbox of the event's user.
struct drafted_notice {
  std::string kind;
  bool is_security = false;
  notice body;
};

/// What an event means to the person it is about; nothing when it is not worth a message. Throws event_failure when its
/// payload does not read.
std::optional<drafted_notice> notice_for(const delivered_event& event);

/// Kinds that people cannot turn off.
bool is_security_kind(const std::string& kind);

}  // namespace smartfin
