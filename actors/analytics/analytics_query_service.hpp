#pragma once

#include <memory>

#include "actors/service_deps.hpp"
#include "domain/analytics/analytics_errc.hpp"
#include "messages/analytics.hpp"
#include "storage/analytics/analytics_repository.hpp"
#include "storage/sql/sql_session.hpp"

namespace smartfin {

/// Works out reports from one consistent view of the store; the caller opens and closes it. Owned by one reader.
class analytics_reader {
public:
  explicit analytics_reader(analytics_repository& rows) : rows_(rows) {}

  template <class T>
  using outcome = result<T, analytics_errc>;

  outcome<cash_flow_report> cash_flow(const report_cash_flow& query);
  outcome<net_worth_report> net_worth(const report_net_worth& query);
  outcome<expense_report> expenses(const report_expenses& query);

private:
  template <class Report, class Series>
  outcome<Report> told(book_id book, Series&& series);

  analytics_repository& rows_;
};

struct analytics_query_parts {
  explicit analytics_query_parts(const service_deps& deps);

  sql_session session;
  std::unique_ptr<analytics_repository> rows;
  analytics_reader reader;
};

struct analytics_query_state {
  std::unique_ptr<analytics_query_parts> parts;
  static inline const char* name = "analytics_query";
};

/// One of ANALYTICS' readers. Owns a connection that cannot write. Talks to nobody. Forgets nothing. Ends where the
/// store cannot be had at the start, for its supervisor to try again.
analytics_query_actor::behavior_type analytics_query_service(
    analytics_query_actor::stateful_pointer<analytics_query_state> self, service_deps deps);

}  // namespace smartfin
