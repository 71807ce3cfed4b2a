#include "domain/score/household_figures.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace smartfin {
namespace {

using enum score_input;
using role = category_role;

constexpr double unknown = household_figures::unknown;
constexpr int counts_min = 3;
constexpr int months_for_variation = 6;
constexpr double one_off_multiple = 3;

double of(std::optional<std::int64_t> amount) {
  return amount ? static_cast<double>(*amount) : unknown;
}
double of(std::optional<bool> answer) { return answer ? (*answer ? 1 : 0) : unknown; }

double mean_of(const std::vector<double>& values) {
  if (values.empty()) return unknown;
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double role_mean(const ledger_facts& ledger, role wanted) {
  std::vector<double> values;
  for (const auto& month : ledger.months) values.push_back(static_cast<double>(month[wanted]));
  return values.empty() ? 0 : mean_of(values);
}

/// Income month by month. What one single month brings beyond its salary is left out when that
/// month's total is more than three times the median month: an inheritance is not an income.
std::vector<double> regular_income(const ledger_facts& ledger) {
  std::vector<double> totals;
  std::vector<double> salaries;
  for (const auto& month : ledger.months) {
    const auto salary = static_cast<double>(month[role::salary]);
    salaries.push_back(salary);
    totals.push_back(salary + static_cast<double>(month[role::other_income]) +
                     static_cast<double>(month[role::uncategorised_income]));
  }
  if (totals.empty()) return totals;
  auto sorted = totals;
  std::sort(sorted.begin(), sorted.end());
  const double high = one_off_multiple * sorted[sorted.size() / 2];
  const auto is_high = [high](double total) { return high > 0 && total > high; };
  if (std::count_if(totals.begin(), totals.end(), is_high) != 1) return totals;
  const auto at = std::find_if(totals.begin(), totals.end(), is_high);
  *at = salaries[static_cast<std::size_t>(at - totals.begin())];
  return totals;
}

double variation_of(const std::vector<double>& values) {
  if (values.size() < months_for_variation) return unknown;
  const double mean = mean_of(values);
  if (!(mean > 0)) return unknown;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size())) / mean;
}

/// 5 always, 4 at least 90 %, 3 at least 60 %, 2 now and then, 1 never; unknown below three counts.
double frequency_code(const share_count& count) {
  if (count.total < counts_min) return unknown;
  if (count.reached >= count.total) return 5;
  if (10 * count.reached >= 9 * count.total) return 4;
  if (10 * count.reached >= 6 * count.total) return 3;
  return count.reached > 0 ? 2 : 1;
}

bool is_money_in(role r) {
  return r == role::salary || r == role::other_income || r == role::refund ||
         r == role::uncategorised_income;
}

bool is_asset_purchase(role r) {
  return r == role::home_purchase || r == role::vehicle_purchase || r == role::investment_purchase;
}

double spending_of(const household_figures& figures) {
  double sum = -figures.by_role[static_cast<std::size_t>(role::refund)];
  for (std::size_t i = 0; i < category_role_count; ++i) {
    const auto r = static_cast<role>(i);
    if (!is_money_in(r) && !is_asset_purchase(r)) sum += figures.by_role[i];
  }
  return std::max(sum, 0.0);
}

void read_income(const ledger_facts& ledger, const profile_facts& profile,
                 household_figures& figures) {
  const auto income = regular_income(ledger);
  figures.income_variation = variation_of(income);
  const double seen = mean_of(income);
  if (seen > 0) figures.net_income = seen;
  figures.gross_income = profile.gross_monthly_income ? of(profile.gross_monthly_income)
                                                      : figures.net_income * figures.gross_up;
}

/// Every loan is known: there is none, or all are linked.
bool knows_all_loans(const profile_facts& profile) {
  return profile.loans == loan_answer::none || profile.loans == loan_answer::all_linked;
}

double owed(const ledger_facts& ledger, const profile_facts& profile, account_type type) {
  if (const auto balance = ledger.balance_of(type)) return std::max(0.0, of(balance));
  return knows_all_loans(profile) ? 0 : unknown;
}

void read_debts(const ledger_facts& ledger, const profile_facts& profile,
                household_figures& figures) {
  figures.vehicle_debt = owed(ledger, profile, account_type::vehicle_loan);
  figures.student_debt = owed(ledger, profile, account_type::student_loan);
  const double personal = owed(ledger, profile, account_type::personal_loan);
  const auto line = ledger.balance_of(account_type::other_liability);
  figures.other_debt = personal + (line ? std::max(0.0, of(line)) : 0);
  figures.card_balance = ledger.card_revolving       ? std::max(0.0, of(ledger.card_revolving))
                         : profile.has_card == false ? 0
                                                     : unknown;
  const auto seen = [&](role r) { return figures.by_role[static_cast<std::size_t>(r)]; };
  const double payments = seen(role::personal_loan_payment) + seen(role::vehicle_loan_payment) +
                          seen(role::student_loan_payment) + seen(role::high_cost_credit);
  if (payments > 0 || knows_all_loans(profile)) figures.loan_payments = payments;
}

void read_home(const ledger_facts& ledger, const profile_facts& profile,
               household_figures& figures) {
  const double rent = figures.by_role[static_cast<std::size_t>(role::rent)];
  const double mortgage = figures.by_role[static_cast<std::size_t>(role::mortgage_payment)];
  const bool owns = profile.tenure == home_tenure::owns;
  const bool owns_not = profile.tenure && !owns;
  figures.home_debt = owns_not ? 0 : owed(ledger, profile, account_type::mortgage);
  if (mortgage > 0 || owns_not || knows_all_loans(profile)) figures.mortgage_payment = mortgage;
  const bool pays_no_rent = owns || profile.tenure == home_tenure::neither || mortgage > 0;
  if (rent > 0 || (pays_no_rent && !ledger.months.empty())) figures.rent = rent;
  if (!profile.tenure) return;
  figures.habits[own_home] = owns;
  figures.habits[rent_home] = profile.tenure == home_tenure::rents;
}

/// A linked account of one of the types, else the profile's answer.
double has_account(const ledger_facts& ledger, std::initializer_list<account_type> types,
                   std::optional<bool> answer) {
  for (const auto type : types)
    if (ledger.balance_of(type)) return 1;
  return of(answer);
}

void read_habits(const ledger_facts& ledger, const profile_facts& profile,
                 household_figures& figures) {
  auto& habits = figures.habits;
  const auto seen = [&](role r) { return figures.by_role[static_cast<std::size_t>(r)] > 0; };
  habits[bills_on_time] = frequency_code(ledger.dues_on_time);
  habits[within_budget] = frequency_code(ledger.months_in_budget);
  habits[card_paid_full] = ledger.card_revolving       ? frequency_code(ledger.statements_paid)
                           : profile.has_card == false ? 1
                                                       : unknown;
  if (!ledger.months.empty() || ledger.has_high_cost_credit)
    habits[high_cost_credit] = ledger.has_high_cost_credit || seen(role::high_cost_credit);
  habits[collections] = seen(role::debt_collection) ? 1 : of(profile.contacted_by_collector);
  habits[credit_denied] = of(profile.credit_denied);
  habits[auto_saving] =
      of(ledger.saves_regularly ? ledger.saves_regularly : profile.saves_automatically);
  habits[retirement_acct] =
      has_account(ledger, {account_type::retirement}, profile.has_retirement_account);
  habits[investments] = has_account(ledger, {account_type::investment}, profile.has_investments);
  habits[bank_account] = has_account(ledger, {account_type::checking, account_type::savings},
                                     profile.has_bank_account);
  habits[health_insurance] = of(profile.has_health_insurance);
  if (profile.age) habits[age] = *profile.age;
  if (profile.household_size) habits[household_size] = std::clamp(*profile.household_size, 1, 5);
  const double variation = figures.income_variation;
  if (!std::isnan(variation))
    habits[income_volatility] = variation < 0.10 ? 1 : variation < 0.30 ? 2 : 3;
  if (seen(role::student_loan_payment)) habits[student_loan] = 1;
}

}  // namespace

money_frame frame_for(currency unit, int year) {
  return {reference_income_for(unit, year), gross_up(unit)};
}

household_figures figures_of(const ledger_facts& ledger, const profile_facts& profile,
                             const money_frame& frame) {
  household_figures figures;
  figures.months = static_cast<int>(ledger.months.size());
  if (frame.reference) figures.reference = frame.reference->minor_per_month;
  figures.uncalibrated = !frame.reference || !frame.reference->calibrated;
  figures.partial = profile.accounts_hold_everything == false;
  figures.gross_up = frame.gross_up;
  for (std::size_t i = 0; i < category_role_count; ++i)
    figures.by_role[i] = role_mean(ledger, static_cast<role>(i));
  const auto seen = [&](role r) { return figures.by_role[static_cast<std::size_t>(r)]; };
  figures.food = seen(role::groceries) + seen(role::eating_out) + seen(role::food_delivery);
  for (const auto& month : ledger.months)
    figures.card_payments += static_cast<double>(month.card_payments);
  figures.card_payments /= std::max(1, figures.months);
  if (figures.months >= months_for_models) figures.spending = spending_of(figures);
  figures.liquid = of(ledger.liquid);
  read_income(ledger, profile, figures);
  read_debts(ledger, profile, figures);
  read_home(ledger, profile, figures);
  read_habits(ledger, profile, figures);
  figures.sees_outgoings = figures.food > 0 || figures.rent > 0 || figures.mortgage_payment > 0 ||
                           figures.loan_payments > 0;
  return figures;
}

}  // namespace smartfin
