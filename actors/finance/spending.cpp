#include <algorithm>
#include <limits>
#include <map>

#include "actors/finance/ledger_reader.hpp"

namespace smartfin {
namespace {

/// Calls `visit(id, category)` for every category whose postings are spending.
template <class Visit>
void each_spending_category(Visit&& visit) {
  const auto categories = starter_categories();
  for (std::size_t i = 0; i < categories.size(); ++i)
    if (counts_as_spending(categories[i]))
      visit(category_id{static_cast<std::int64_t>(i + 1)}, categories[i]);
}

/// Ends at the limits of 64 bits: only thousands of the largest amounts there are get that far.
void add_to(std::int64_t& sum, std::int64_t amount) {
  constexpr auto highest = std::numeric_limits<std::int64_t>::max();
  sum = checked_add(sum, amount).value_or(amount > 0 ? highest : -highest);
}

void add_item(spending_report& report, spending_item item, std::int64_t rows) {
  if (rows == 0) return;
  add_to(report.total.minor, item.amount.minor);
  report.row_count += rows;
  report.items.push_back(std::move(item));
}

void largest_first(spending_report& report) {
  std::stable_sort(report.items.begin(), report.items.end(),
                   [](const auto& a, const auto& b) { return a.amount.minor > b.amount.minor; });
}

/// Whole months come from the maintained totals, the broken ones at either end from their postings.
struct month_split {
  std::optional<civil_month> first_whole, last_whole;
  std::vector<std::pair<civil_date, civil_date>> broken;
};

month_split split_into_months(civil_date from, civil_date to) {
  month_split split;
  const civil_month first{from}, last{to};
  const bool first_is_whole = from == first.first_day();
  const bool last_is_whole = to == last.last_day();
  if (first == last && !(first_is_whole && last_is_whole)) {
    split.broken.emplace_back(from, to);
    return split;
  }
  const auto begin = first_is_whole ? first : first.plus(1);
  const auto end = last_is_whole ? last : last.plus(-1);
  if (!first_is_whole) split.broken.emplace_back(from, first.last_day());
  if (!last_is_whole) split.broken.emplace_back(last.first_day(), to);
  if (begin <= end) {
    split.first_whole = begin;
    split.last_whole = end;
  }
  return split;
}

/// Sums per (month, category) over any range of days.
template <class Take>
void each_month_sum(ledger_repository& rows, const sum_selection& selection, Take&& take) {
  if (selection.from > selection.to) return;
  const auto split = split_into_months(selection.from, selection.to);
  if (split.first_whole) {
    for (const auto& total :
         rows.month_totals(selection.book, *split.first_whole, *split.last_whole))
      if (total.currency.code() == selection.currency && total.account.key < 0)
        take(total.month, category_id{-total.account.key}, sum_row{total.amount, total.rows});
  }
  for (const auto& [from, to] : split.broken) {
    auto part = selection;
    part.from = from;
    part.to = to;
    each_spending_category([&](category_id id, const starter_category&) {
      take(civil_month{from}, id, rows.sum_postings(part, ledger_account::of(id)));
    });
  }
}

bool is_spending(category_id id) {
  const auto* category = find_category(id);
  return category && counts_as_spending(*category);
}

spending_report empty_report(currency unit) {
  spending_report report;
  report.total = {0, unit};
  return report;
}

}  // namespace

spending_report spending_by_category(ledger_repository& rows, const sum_selection& selection,
                                     currency unit) {
  std::map<category_id, sum_row> sums;
  each_month_sum(rows, selection, [&](civil_month, category_id id, const sum_row& sum) {
    add_to(sums[id].amount, sum.amount);
    sums[id].rows += sum.rows;
  });
  auto report = empty_report(unit);
  for (const auto& [id, sum] : sums)
    if (is_spending(id))
      add_item(report,
               {std::to_string(id.value), std::string{find_category(id)->name}, {sum.amount, unit}},
               sum.rows);
  largest_first(report);
  return report;
}

spending_report spending_by_month(ledger_repository& rows, const sum_selection& selection,
                                  currency unit) {
  std::map<civil_month, sum_row> sums;
  each_month_sum(rows, selection, [&](civil_month month, category_id id, const sum_row& sum) {
    if (!is_spending(id)) return;
    add_to(sums[month].amount, sum.amount);
    sums[month].rows += sum.rows;
  });
  auto report = empty_report(unit);
  for (const auto& [month, sum] : sums)
    add_item(report, {month.to_string(), month.to_string(), {sum.amount, unit}}, sum.rows);
  return report;
}

spending_report spending_by_payee(ledger_repository& rows, payee_dictionary& payees,
                                  const sum_selection& selection, currency unit) {
  std::map<std::int64_t, sum_row> sums;
  for (const auto& row : rows.sum_by_payee(selection)) {
    if (!is_spending(category_id{-row.account.key})) continue;
    add_to(sums[row.payee].amount, row.amount);
    sums[row.payee].rows += row.rows;
  }
  auto report = empty_report(unit);
  for (const auto& [payee, sum] : sums) {
    const auto& name = payees.name_of(selection.book, payee);
    add_item(report, {name, name, {sum.amount, unit}}, sum.rows);
  }
  largest_first(report);
  return report;
}

}  // namespace smartfin
