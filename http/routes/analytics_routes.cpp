#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Analytics";

/// The days that a report is asked for. Errors: validation.
day_range range_of(const call& c) {
  const day_range range{c.query_date("from").value(), c.query_date("to").value()};
  if (range.from > range.to) require({{"from", "out_of_order", "must not be after to"}});
  return range;
}

interval_unit unit_of(const call& c) {
  const auto name = c.query_text("interval").value_or("month");
  if (name == "day") return interval_unit::day;
  if (name == "week") return interval_unit::week;
  return interval_unit::month;
}

template <class Query>
Query by_intervals(const call& c) {
  Query query{c.context(), range_of(c), unit_of(c)};
  if (count_intervals(query.range, query.interval) > intervals_max)
    require({{"interval", "too_many_intervals",
              "must make at most " + std::to_string(intervals_max) + " of the days asked for"}});
  return query;
}

template <class Report, class Query>
void answer(const edge_services& s, call& c, Query query) {
  const auto report = s.ask.ask<Report>(s.analytics, std::move(query));
  c.etag(report.as_of_version);
  c.ok(report);
}

void expenses_by_group(const edge_services& s, call& c) {
  report_expenses query{c.context(), range_of(c)};
  if (c.query_text("group_by") == "account") query.group_by = expense_group::account;
  answer<expense_report>(s, c, std::move(query));
}

route_builder report(route_builder row) {
  return row.tag(tag)
      .user()
      .query({.name = "from",
              .type = parameter_type::date,
              .required = true,
              .description = "First day"})
      .query({.name = "to",
              .type = parameter_type::date,
              .required = true,
              .description = "Last day, not before the first"});
}

route_builder interval_report(route_builder row) {
  return report(std::move(row))
      .query({.name = "interval",
              .description = "How long an interval is: weeks begin on Monday, and at most " +
                             std::to_string(intervals_max) + " of them make a report",
              .allowed = {"day", "week", "month"}});
}

}  // namespace

void add_analytics_routes(route_table& table, const edge_services& s) {
  table.add(interval_report(get("/api/v1/analytics/cash-flow"))
                .id("reportCashFlow")
                .summary("What came in and what went out, by interval and currency")
                .reply<cash_flow_report>(),
            [&s](call& c) { answer<cash_flow_report>(s, c, by_intervals<report_cash_flow>(c)); });
  table.add(interval_report(get("/api/v1/analytics/net-worth"))
                .id("reportNetWorth")
                .summary("What all accounts held together at the end of each interval")
                .reply<net_worth_report>(),
            [&s](call& c) { answer<net_worth_report>(s, c, by_intervals<report_net_worth>(c)); });
  table.add(report(get("/api/v1/analytics/spending"))
                .id("analyseSpending")
                .summary("What was spent, by category or by account; refunds taken off")
                .query({.name = "group_by",
                        .description = "What a line stands for",
                        .allowed = {"category", "account"}})
                .reply<expense_report>(),
            [&s](call& c) { expenses_by_group(s, c); });
}

}  // namespace smartfin::http
