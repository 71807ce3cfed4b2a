#pragma once

#include "http/call.hpp"
#include "http/edge_services.hpp"
#include "http/route_table.hpp"

namespace smartfin::http {

// Each adds the rows of one subject. `services` must outlive the table.
void add_auth_routes(route_table& table, const edge_services& services);
void add_profile_routes(route_table& table, const edge_services& services);
void add_account_routes(route_table& table, const edge_services& services);
void add_transaction_routes(route_table& table, const edge_services& services);
void add_import_routes(route_table& table, const edge_services& services, std::size_t bytes_max);
void add_file_routes(route_table& table, const edge_services& services, std::size_t bytes_max);
void add_export_routes(route_table& table, const edge_services& services);
void add_report_routes(route_table& table, const edge_services& services);
void add_score_routes(route_table& table, const edge_services& services);
void add_notification_routes(route_table& table, const edge_services& services);
void add_analytics_routes(route_table& table, const edge_services& services);
void add_audit_routes(route_table& table, const edge_services& services);
void add_event_routes(route_table& table, const edge_services& services);
void add_status_routes(route_table& table, const edge_services& services);

/// Refuses with every error there is; nothing when there is none.
inline void require(field_errors errors) {
  if (!errors.empty()) throw problem_error(problems::validation, {}, std::move(errors));
}

/// The version that a conditional request names; 0 for any.
inline std::int64_t version_asked(const call& c) { return c.expected_version().value_or(0); }

}  // namespace smartfin::http
