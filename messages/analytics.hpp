#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "domain/analytics/figures.hpp"
#include "messages/call_context.hpp"
#include "messages/done.hpp"
#include "messages/events.hpp"
#include "messages/ledger_snapshot.hpp"

namespace smartfin {

BOOST_DESCRIBE_ENUM(interval_unit, day, week, month)
BOOST_DESCRIBE_ENUM(expense_group, category, account)
BOOST_DESCRIBE_STRUCT(day_range, (), (from, to))
BOOST_DESCRIBE_STRUCT(cash_flow_item, (), (from, to, income, expense, net))
BOOST_DESCRIBE_STRUCT(cash_flow_series, (), (currency, items))
BOOST_DESCRIBE_STRUCT(net_worth_item, (), (date, net_worth))
BOOST_DESCRIBE_STRUCT(net_worth_series, (), (currency, items))
BOOST_DESCRIBE_STRUCT(expense_item, (), (key, name, amount, row_count))
BOOST_DESCRIBE_STRUCT(expense_series, (), (currency, items, total))

// Reports. `as_of_version` is the last change of the book that is in the figures, `as_of` when it was made; both are
// blank for a book that nothing was heard of yet. Both days of a range are included.
struct cash_flow_report {
  std::vector<cash_flow_series> currencies;
  std::int64_t as_of_version = 0;
  std::optional<instant> as_of;
};
struct net_worth_report {
  std::vector<net_worth_series> currencies;
  std::int64_t as_of_version = 0;
  std::optional<instant> as_of;
};
struct expense_report {
  std::vector<expense_series> currencies;
  std::int64_t as_of_version = 0;
  std::optional<instant> as_of;
};
BOOST_DESCRIBE_STRUCT(cash_flow_report, (), (currencies, as_of_version, as_of))
BOOST_DESCRIBE_STRUCT(net_worth_report, (), (currencies, as_of_version, as_of))
BOOST_DESCRIBE_STRUCT(expense_report, (), (currencies, as_of_version, as_of))

/// At most `intervals_max` intervals: the caller has counted them.
struct report_cash_flow {
  call_context ctx;
  day_range range;
  interval_unit interval = interval_unit::month;
};
struct report_net_worth {
  call_context ctx;
  day_range range;
  interval_unit interval = interval_unit::month;
};
struct report_expenses {
  call_context ctx;
  day_range range;
  expense_group group_by = expense_group::category;
};

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(report_cash_flow, (), (ctx, range, interval))
BOOST_DESCRIBE_STRUCT(report_net_worth, (), (ctx, range, interval))
BOOST_DESCRIBE_STRUCT(report_expenses, (), (ctx, range, group_by))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::report_cash_flow)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::report_net_worth)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::report_expenses)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::cash_flow_report)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::net_worth_report)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::expense_report)

namespace smartfin {

/// ANALYTICS, the side that follows the ledgers. It learns of their changes by event, and reads a book again from
/// FINANCE when changes of it went missing.
using analytics_actor = event_subscriber::extend<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>>;

/// ANALYTICS, the side that reads. Every message is idempotent. Errors: being_read_again.
using analytics_query_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // What came in and went out, per interval and currency.
    caf::replies_to<report_cash_flow>::with<cash_flow_report>,
    // What the accounts held together at the end of each interval, per currency.
    caf::replies_to<report_net_worth>::with<net_worth_report>,
    // What was spent, by category or by the account it was spent from.
    caf::replies_to<report_expenses>::with<expense_report>>;

}  // namespace smartfin
