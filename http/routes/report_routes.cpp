#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Reports";

spending_group group_of(const std::string& name) {
  if (name == "month") return spending_group::month;
  if (name == "payee") return spending_group::payee;
  return spending_group::category;
}

void spending(const edge_services& s, call& c) {
  report_spending query{c.context(), {}};
  const auto today = civil_date::of(c.context().now);
  query.query.to = c.query_date("to").value_or(today);
  query.query.from = c.query_date("from").value_or(query.query.to.first_of_month());
  query.query.group_by = group_of(c.query_text("group_by").value_or("category"));
  if (query.query.from > query.query.to)
    throw problem_error(problems::bad_query, {},
                        {{"from", "out_of_order", "must not be after to"}});
  if (const auto code = c.query_text("currency")) {
    query.query.currency = currency::parse(*code);
    if (!query.query.currency)
      throw problem_error(problems::bad_query, {},
                          {{"currency", "unknown_currency", "must be an ISO 4217 code"}});
  }
  c.ok(s.ask.ask<spending_report>(s.ledger_query, std::move(query)));
}

}  // namespace

void add_report_routes(route_table& table, const edge_services& s) {
  table.add(get("/api/v1/reports/spending")
                .id("reportSpending")
                .tag(tag)
                .user()
                .summary("What was spent, by category, month or payee; refunds taken off")
                .reply<spending_report>()
                .query({.name = "from",
                        .type = parameter_type::date,
                        .description = "First day; the first of the last day's month if absent"})
                .query({.name = "to",
                        .type = parameter_type::date,
                        .description = "Last day; today if absent"})
                .query({.name = "group_by",
                        .description = "What a line stands for",
                        .allowed = {"category", "month", "payee"}})
                .query({.name = "currency",
                        .description = "ISO 4217 code; else the first account's",
                        .lowest = 3,
                        .highest = 3}),
            [&s](call& c) { spending(s, c); });
  table.add(
      get("/api/v1/ledger/hash")
          .id("hashLedger")
          .tag(tag)
          .user()
          .summary("A hash that is equal exactly when two ledgers are, whatever the order of entry")
          .reply<ledger_hash>(),
      [&s](call& c) { c.ok(s.ask.ask<ledger_hash>(s.ledger_query, hash_ledger{c.context()})); });
}

}  // namespace smartfin::http
