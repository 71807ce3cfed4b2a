#include "domain/analytics/figures.hpp"

#include <algorithm>
#include <map>

#include "domain/ledger/category.hpp"

namespace smartfin {
namespace {

enum class flow { neither, income, expense };

flow flow_of(ledger_account other) {
  const auto* category = other.key < 0 ? find_category({-other.key}) : nullptr;
  if (!category) return flow::neither;
  return counts_as_spending(*category) ? flow::expense : flow::income;
}

/// The interval that `day` falls into; nothing outside of all.
std::optional<std::size_t> place_of(civil_date day, std::span<const day_range> intervals) {
  const auto after = std::ranges::upper_bound(intervals, day, {}, &day_range::from);
  if (after == intervals.begin()) return std::nullopt;
  const auto found = after - 1;
  if (day > found->to) return std::nullopt;
  return static_cast<std::size_t>(found - intervals.begin());
}

struct flow_sums {
  wide_sum income, expense;
};

bool by_code(const currency& a, const currency& b) { return a.code() < b.code(); }
template <class Value>
using by_currency = std::map<currency, Value, decltype(&by_code)>;

}  // namespace

std::vector<cash_flow_series> cash_flow(std::span<const day_range> intervals,
                                        std::span<const day_total> totals) {
  by_currency<std::vector<flow_sums>> sums{&by_code};
  for (const auto& [key, sum] : totals) {
    const auto place = place_of(key.day, intervals);
    const auto what = flow_of(key.other);
    if (!place || what == flow::neither) continue;
    auto& of_currency = sums[key.unit];
    of_currency.resize(intervals.size());
    if (what == flow::income)
      of_currency[*place].income.add(sum.amount);
    else
      of_currency[*place].expense.subtract(sum.amount);
  }
  std::vector<cash_flow_series> all;
  for (const auto& [unit, of_currency] : sums) {
    auto& series = all.emplace_back(cash_flow_series{unit, {}});
    for (std::size_t i = 0; i < intervals.size(); ++i) {
      const auto& [income, expense] = of_currency[i];
      series.items.push_back({intervals[i].from,
                              intervals[i].to,
                              {income.clamped(), unit},
                              {expense.clamped(), unit},
                              {(income - expense).clamped(), unit}});
    }
  }
  return all;
}

std::vector<net_worth_series> net_worth(std::span<const day_range> intervals,
                                        std::span<const worth_change> before,
                                        std::span<const worth_change> changes) {
  struct course {
    wide_sum start;
    std::vector<wide_sum> changes;
  };
  by_currency<course> courses{&by_code};
  for (const auto& each : before) courses[each.unit].start.add(each.amount);
  for (const auto& each : changes) {
    const auto place = place_of(each.day, intervals);
    if (!place) continue;
    auto& course = courses[each.unit];
    course.changes.resize(intervals.size());
    course.changes[*place].add(each.amount);
  }
  std::vector<net_worth_series> all;
  for (auto& [unit, course] : courses) {
    auto& series = all.emplace_back(net_worth_series{unit, {}});
    course.changes.resize(intervals.size());
    wide_sum worth = course.start;
    for (std::size_t i = 0; i < intervals.size(); ++i) {
      worth = worth + course.changes[i];
      series.items.push_back({intervals[i].to, {worth.clamped(), unit}});
    }
  }
  return all;
}

std::vector<expense_series> expenses(std::span<const day_total> totals, expense_group by) {
  struct line {
    wide_sum sum;
    std::int64_t rows = 0;
  };
  by_currency<std::map<std::int64_t, line>> lines{&by_code};
  for (const auto& [key, sum] : totals) {
    if (flow_of(key.other) != flow::expense) continue;
    const auto group = by == expense_group::category ? -key.other.key : key.account.value;
    auto& line = lines[key.unit][group];
    line.sum.subtract(sum.amount);
    line.rows += sum.rows;
  }
  std::vector<expense_series> all;
  for (const auto& [unit, of_currency] : lines) {
    auto& series = all.emplace_back(expense_series{unit, {}, {0, unit}});
    wide_sum total;
    for (const auto& [key, line] : of_currency) {
      total = total + line.sum;
      expense_item item{key, {}, {line.sum.clamped(), unit}, line.rows};
      if (by == expense_group::category) item.name = std::string{find_category({key})->name};
      series.items.push_back(std::move(item));
    }
    series.total.minor = total.clamped();
    std::ranges::stable_sort(series.items, std::ranges::greater{},
                             [](const expense_item& each) { return each.amount.minor; });
  }
  return all;
}

}  // namespace smartfin
