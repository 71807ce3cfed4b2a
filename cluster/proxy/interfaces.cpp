#include "cluster/proxy/interfaces.hpp"

#include <array>

#include "messages/analytics.hpp"
#include "messages/audit.hpp"
#include "messages/auth.hpp"
#include "messages/files.hpp"
#include "messages/imports.hpp"
#include "messages/ledger_queries.hpp"
#include "messages/monitoring.hpp"
#include "messages/notification.hpp"
#include "messages/prediction.hpp"
#include "messages/profile.hpp"
#include "messages/trust.hpp"

namespace smartfin {

std::span<const interface_codec* const> all_interfaces() {
  static const std::array all{
      &interface_of<auth_actor>(),
      &interface_of<refusal_book_actor>(),
      &interface_of<profile_actor>(),
      &interface_of<ledger_actor>(),
      &interface_of<ledger_query_actor>(),
      &interface_of<ledger_snapshot_actor>(),
      &interface_of<import_actor>(),
      &interface_of<import_query_actor>(),
      &interface_of<prediction_actor>(),
      &interface_of<analytics_query_actor>(),
      &interface_of<analytics_actor>(),
      &interface_of<monitoring_actor>(),
      &interface_of<notification_actor>(),
      &interface_of<audit_actor>(),
      &interface_of<audit_publisher_actor>(),
      &interface_of<file_actor>(),
      &interface_of<file_content_actor>(),
      &interface_of<event_subscriber>(),
      &interface_of<event_publishing_actor>(),
  };
  return all;
}

const interface_codec* find_interface(std::string_view name) {
  for (const auto* each : all_interfaces())
    if (each->name == name) return each;
  return nullptr;
}

}  // namespace smartfin
