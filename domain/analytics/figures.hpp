#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/analytics/day_total.hpp"
#include "domain/analytics/intervals.hpp"

namespace smartfin {

/// Income and expense of one interval, both positive as a rule: refunds are taken off what was spent, and may exceed
/// it.
struct cash_flow_item {
  civil_date from;
  civil_date to;
  money income{0, smartfin::currency::usd()};
  money expense{0, smartfin::currency::usd()};
  money net{0, smartfin::currency::usd()};
};
/// One currency's intervals, all of them.
struct cash_flow_series {
  smartfin::currency currency = smartfin::currency::usd();
  std::vector<cash_flow_item> items;
};

/// What the accounts of one currency hold together at the end of a day; what is owed is taken off.
struct net_worth_item {
  civil_date date;
  money net_worth{0, smartfin::currency::usd()};
};
struct net_worth_series {
  smartfin::currency currency = smartfin::currency::usd();
  std::vector<net_worth_item> items;
};

enum class expense_group : std::uint8_t { category, account };

/// `key` is the category's or the account's id; only categories have a name here.
struct expense_item {
  std::int64_t key = 0;
  std::optional<std::string> name;
  money amount{0, smartfin::currency::usd()};
  std::int64_t row_count = 0;
};
/// Largest amount first.
struct expense_series {
  smartfin::currency currency = smartfin::currency::usd();
  std::vector<expense_item> items;
  money total{0, smartfin::currency::usd()};
};

// Each takes what a book's store holds and returns its currencies in alphabetical order. The meaning of income and
// expense is that of FINANCE's spending report: a refund is no income, and a transfer is neither.

/// `intervals` follow each other without gaps; totals outside of them are passed over.
std::vector<cash_flow_series> cash_flow(std::span<const day_range> intervals,
                                        std::span<const day_total> totals);

/// `before` is all that changed before the first interval (its days are not looked at), `changes` what changed in them.
std::vector<net_worth_series> net_worth(std::span<const day_range> intervals,
                                        std::span<const worth_change> before,
                                        std::span<const worth_change> changes);

std::vector<expense_series> expenses(std::span<const day_total> totals, expense_group by);

}  // namespace smartfin
