#include "actors/analytics/analytics_query_service.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

#include "actors/consistent_read.hpp"

namespace smartfin {

template <class Report, class Series>
analytics_reader::outcome<Report> analytics_reader::told(book_id id, Series&& series) {
  const auto book = rows_.find_book(id);
  if (!book) return Report{};
  if (!is_whole(*book)) return failure{analytics_errc::being_read_again};
  return Report{series(), book->version, book->as_of};
}

analytics_reader::outcome<cash_flow_report> analytics_reader::cash_flow(
    const report_cash_flow& query) {
  const auto book = query.ctx.book;
  return told<cash_flow_report>(book, [&] {
    return smartfin::cash_flow(intervals_of(query.range, query.interval),
                               rows_.day_totals(book, query.range));
  });
}

analytics_reader::outcome<net_worth_report> analytics_reader::net_worth(
    const report_net_worth& query) {
  const auto book = query.ctx.book;
  return told<net_worth_report>(book, [&] {
    return smartfin::net_worth(intervals_of(query.range, query.interval),
                               rows_.worth_before(book, query.range.from),
                               rows_.worth_changes(book, query.range));
  });
}

analytics_reader::outcome<expense_report> analytics_reader::expenses(const report_expenses& query) {
  const auto book = query.ctx.book;
  return told<expense_report>(book, [&] {
    return smartfin::expenses(rows_.day_totals(book, query.range), query.group_by);
  });
}

analytics_query_parts::analytics_query_parts(const service_deps& deps)
    : session(deps.database.open(session_mode::read)),
      rows(make_sql_analytics_repository(session)),
      reader(*rows) {}

analytics_query_actor::behavior_type analytics_query_service(
    analytics_query_actor::stateful_pointer<analytics_query_state> self, service_deps deps) {
  apply_crash_policy(self, deps.report);
  self->state.parts = std::make_unique<analytics_query_parts>(deps);
  auto& parts = *self->state.parts;
  const auto read = [&parts](const auto& query, auto method) {
    return consistent_read(*parts.rows, query.ctx, [&] { return (parts.reader.*method)(query); });
  };
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [=](const report_cash_flow& m) { return read(m, &analytics_reader::cash_flow); },
      [=](const report_net_worth& m) { return read(m, &analytics_reader::net_worth); },
      [=](const report_expenses& m) { return read(m, &analytics_reader::expenses); },
  };
}

}  // namespace smartfin
