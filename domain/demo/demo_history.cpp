#include "domain/demo/demo_history.hpp"

#include <algorithm>

namespace smartfin::demo {
namespace {

constexpr std::int64_t transactions_per_month = 120;
constexpr std::int64_t months_max = 360;
constexpr std::int64_t million = 1'000'000;

// What stays on the checking account when the rest goes to savings, at today's prices.
constexpr std::int64_t cushion = 3'400'00;
constexpr std::int64_t saved_min = 50'00;
constexpr std::int64_t saved_max = 1'500'00;

std::int64_t days_up_to(civil_month first, civil_date day) {
  return day.days() - first.first_day().days() + 1;
}

}  // namespace

history::history(const history_options& options) : options_(options) {
  const civil_month last{options.today};
  const auto wanted = options.transactions / transactions_per_month;
  first_ = next_ = last.plus(-static_cast<int>(std::min(wanted, months_max)));
  std::int64_t fixed = 0;
  for (auto month = first_; month <= last; month = month.plus(1))
    fixed += static_cast<std::int64_t>(fixed_of(month).size());
  everyday_ = std::max<std::int64_t>(0, options.transactions - fixed);
  surplus_ = std::max<std::int64_t>(0, fixed - options.transactions);
  for (const auto& plan : accounts()) balance(plan.which) = plan.opening;
}

std::vector<account_plan> history::accounts() const {
  const auto back = months_before_today(first_);
  const auto level = price_level(back);
  const auto then = [&](std::int64_t now) { return now * level / million; };
  return {
      {account::checking, "Joint checking", account_type::checking, then(4'180'35)},
      {account::savings, "Rainy day savings", account_type::savings, then(6'500'00)},
      {account::cash, "Wallet", account_type::cash, then(120'00)},
      {account::card, "Credit card", account_type::card, then(-1'264'18)},
      {account::car_loan, "Car loan", account_type::vehicle_loan,
       -car_loan_in(back + 1).owed_after},
      {account::investment, "Index fund", account_type::investment, then(9'800'00)},
  };
}

std::vector<entry> history::next_month() {
  const auto month = next_;
  next_ = next_.plus(1);
  auto planned = fixed_of(month);
  const everyday_span span{month.first_day(), std::min(month.last_day(), options_.today),
                           months_before_today(month), everyday_count(month)};
  for (auto& purchase : everyday_entries(options_.seed, span)) planned.push_back(purchase);
  std::stable_sort(planned.begin(), planned.end(),
                   [](const auto& a, const auto& b) { return a.what.date < b.what.date; });
  const auto dropped = std::min<std::int64_t>(surplus_, std::ssize(planned));
  planned.erase(planned.begin(), planned.begin() + dropped);
  surplus_ -= dropped;

  statement_ = -balance(account::card);
  std::vector<entry> entries;
  entries.reserve(planned.size());
  for (auto& each : planned) {
    settle(each);
    entries.push_back(each.what);
  }
  return entries;
}

int history::months_before_today(civil_month month) const {
  return civil_month{options_.today}.index() - month.index();
}

std::vector<planned_entry> history::fixed_of(civil_month month) const {
  auto planned = fixed_entries(options_.seed, month, months_before_today(month));
  std::erase_if(planned, [&](const auto& each) { return each.what.date > options_.today; });
  return planned;
}

// Each month has its share by its days; rounding up to the day keeps the sum exact.
std::int64_t history::everyday_count(civil_month month) const {
  const auto whole = days_up_to(first_, options_.today);
  const auto up_to = [&](civil_date day) { return everyday_ * days_up_to(first_, day) / whole; };
  return up_to(std::min(month.last_day(), options_.today)) - up_to(month.first_day().plus_days(-1));
}

void history::settle(planned_entry& planned) {
  auto& what = planned.what;
  const auto back = months_before_today(civil_month{what.date});
  switch (planned.settle) {
    case settlement::none:
      break;
    case settlement::card_statement:
      what.amount = -std::max<std::int64_t>(statement_, 1'00);
      break;
    case settlement::spare_money: {
      const auto kept = cushion * price_level(back) / million;
      what.amount = -std::clamp(balance(account::checking) - kept, saved_min, saved_max);
      break;
    }
    case settlement::cash_if_any:
      if (balance(account::cash) + what.amount < 0) what.from = account::card;
      break;
  }
  balance(what.from) += what.amount;
  if (what.to) balance(*what.to) -= what.amount;
}

}  // namespace smartfin::demo
