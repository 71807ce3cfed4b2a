#include "cluster/routing/service_catalogue.hpp"

#include <algorithm>

#include "messages/analytics.hpp"
#include "messages/audit.hpp"
#include "messages/auth.hpp"
#include "messages/events.hpp"
#include "messages/files.hpp"
#include "messages/imports.hpp"
#include "messages/ledger_queries.hpp"
#include "messages/monitoring.hpp"
#include "messages/notification.hpp"
#include "messages/prediction.hpp"
#include "messages/profile.hpp"
#include "messages/trust.hpp"

namespace smartfin {
namespace {

template <class... Handles>
catalogue_row row(std::string_view name, std::string_view service, keyed_by key) {
  return {name, service, key, {&interface_of<Handles>()...}};
}

}  // namespace

std::span<const catalogue_row> service_catalogue() {
  static const std::vector<catalogue_row> rows{
      row<analytics_actor, event_subscriber>("analytics", "analytics", keyed_by::nobody),
      row<analytics_query_actor>("analytics_query", "analytics", keyed_by::nobody),
      row<audit_actor, event_subscriber>("audit", "audit", keyed_by::nobody),
      row<audit_publisher_actor>("audit_log", "audit", keyed_by::nobody),
      row<auth_actor, refusal_book_actor>("auth", "auth", keyed_by::nobody),
      row<file_actor>("file", "file", keyed_by::nobody),
      row<file_content_actor>("file_contents", "file", keyed_by::nobody),
      row<import_actor>("importer", "finance", keyed_by::book),
      row<ledger_actor>("ledger", "finance", keyed_by::book),
      row<ledger_query_actor, import_query_actor, ledger_snapshot_actor>("ledger_query", "finance",
                                                                         keyed_by::nobody),
      row<monitoring_actor>("monitoring", "monitoring", keyed_by::nobody),
      row<notification_actor, event_subscriber>("notification", "notification", keyed_by::nobody),
      row<prediction_actor>("prediction", "prediction", keyed_by::book),
      row<profile_actor>("profile", "profile", keyed_by::user),
  };
  return rows;
}

const catalogue_row* find_in_catalogue(std::string_view name) {
  const auto rows = service_catalogue();
  const auto found = std::ranges::find(rows, name, &catalogue_row::name);
  return found == rows.end() ? nullptr : &*found;
}

const message_codec* find_message(const catalogue_row& row, const caf::type_erased_tuple& content) {
  for (const auto* interface : row.interfaces)
    if (const auto* codec = interface->find(content)) return codec;
  return nullptr;
}

}  // namespace smartfin
