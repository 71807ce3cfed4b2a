#pragma once

#include <functional>
#include <optional>

#include "http/bridge.hpp"
#include "http/cursor.hpp"
#include "http/session_keys.hpp"
#include "messages/analytics.hpp"
#include "messages/audit.hpp"
#include "messages/auth.hpp"
#include "messages/files.hpp"
#include "messages/imports.hpp"
#include "messages/ledger_queries.hpp"
#include "messages/notification.hpp"
#include "messages/prediction.hpp"
#include "messages/profile.hpp"
#include "messages/status.hpp"

namespace smartfin::http {

/// What the routes work with: the services by name, and how to reach them.
struct edge_services {
  bridge ask;
  service<auth_actor> auth;
  service<profile_actor> profile;
  service<ledger_actor> ledger;
  service<ledger_query_actor> ledger_query;
  service<import_actor> imports;
  service<import_query_actor> import_query;
  service<prediction_actor> prediction;
  service<notification_actor> notification;
  service<file_actor> files;
  service<file_content_actor> file_contents;
  service<audit_actor> audit;
  service<audit_publisher_actor> audit_log;
  service<analytics_query_actor> analytics;
  session_keys& sessions;
  cursor_sealer cursors;
  /// Every service of the node, as the health board has it.
  std::function<node_status()> status = {};
  /// The same with what the other nodes say; empty: there are none.
  std::function<node_status()> whole_status = {};
  /// The named service as one that learns of events; nothing when it is none.
  std::function<std::optional<service<event_subscriber>>(const std::string& name)> subscriber = {};
  /// Ends a worker of the named service as a bug would; false when there is no such service. Empty where faults are not
  /// allowed.
  std::function<bool(const std::string& service)> fail = {};
  /// As whom anybody may look around; nothing: nobody may.
  std::optional<credentials> demo_login = {};
  /// Whether the node serves, by more than its services' states; empty: it does.
  std::function<bool()> is_ready = {};
  /// What files that arrive or are being imported hold on the disk.
  std::function<std::uint64_t()> spool_bytes = {};
  std::function<void(const std::string& event, const std::string& detail)> log = {};
};

}  // namespace smartfin::http
