#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "actors/service_deps.hpp"
#include "messages/audit.hpp"

namespace smartfin {

struct log_publisher_deps {
  service_deps common;           // of AUDIT
  std::filesystem::path folder;  // where the log is published
  std::string origin;            // its name in the world
};

/// Private to the publisher.
struct publish_tick {};

using log_publisher_worker = audit_publisher_actor::extend<caf::reacts_to<publish_tick>>;

struct log_publisher_parts;

struct log_publisher_state {
  std::shared_ptr<log_publisher_parts> parts;
  static inline const char* name = "audit_log";
};

/// Publishes what AUDIT's writer has written: the files follow the database and never lead. Owns the published folder
/// and a read connection. Talks to nobody. Forgets nothing that the files do not tell it again.
log_publisher_worker::behavior_type log_publisher(
    log_publisher_worker::stateful_pointer<log_publisher_state> self, log_publisher_deps deps);

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::publish_tick)
