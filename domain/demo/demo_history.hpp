#pragma once

#include <cstdint>
#include <vector>

#include "domain/demo/household.hpp"

namespace smartfin::demo {

struct history_options {
  std::uint64_t seed = 1;
  std::int64_t transactions = 0;
  civil_date today;
};

/// A household's years of money, month by month up to `today`: about 120 transactions a month for as long as thirty
/// years, and more of them a month beyond that. The same options give the same history on every machine.
class history {
public:
  explicit history(const history_options& options);

  civil_date first_day() const { return first_.first_day(); }
  /// What each account holds before the first transaction.
  std::vector<account_plan> accounts() const;
  /// The next month's transactions by date, oldest month first; together exactly `transactions`.
  std::vector<entry> next_month();
  bool finished() const { return next_ > civil_month{options_.today}; }

private:
  int months_before_today(civil_month month) const;
  std::vector<planned_entry> fixed_of(civil_month month) const;
  std::int64_t everyday_count(civil_month month) const;
  void settle(planned_entry& planned);
  std::int64_t& balance(account which) { return balances_[static_cast<std::size_t>(which)]; }

  history_options options_;
  civil_month first_;
  civil_month next_;
  std::int64_t everyday_ = 0;  // purchases in the whole history
  std::int64_t surplus_ =
      0;  // of the oldest months, when even what is fixed is more than was asked for
  std::int64_t statement_ = 0;
  std::array<std::int64_t, account_count> balances_{};
};

}  // namespace smartfin::demo
