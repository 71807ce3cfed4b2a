#include "domain/score/what_if.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace smartfin {
namespace {

using role = category_role;

constexpr std::int64_t amount_max = 1'000'000'000'000'000;
constexpr double rate_max = 1000;
constexpr int months_max = 600;

double known_or_zero(double value) { return std::isnan(value) ? 0 : value; }
double minor(std::int64_t amount) { return static_cast<double>(amount); }

bool is_loan(account_type type) {
  return type == account_type::personal_loan || type == account_type::vehicle_loan ||
         type == account_type::student_loan || type == account_type::mortgage;
}

bool can_be_cut(role r) {
  switch (r) {
    case role::salary:
    case role::other_income:
    case role::refund:
    case role::uncategorised_income:
    case role::mortgage_payment:
    case role::personal_loan_payment:
    case role::vehicle_loan_payment:
    case role::student_loan_payment:
    case role::high_cost_credit:
      return false;
    default:
      return static_cast<std::size_t>(r) < category_role_count;
  }
}

std::vector<std::int64_t> amounts_in(const what_if_changes& changes) {
  std::vector<std::int64_t> amounts;
  for (const auto& amount :
       {changes.monthly_income, changes.liquid_balance, changes.monthly_debt_payments,
        changes.card_balance, changes.monthly_rent, changes.monthly_saving})
    if (amount) amounts.push_back(*amount);
  if (changes.loan) amounts.push_back(changes.loan->principal);
  for (const auto& cut : changes.category_cuts) amounts.push_back(cut.per_month);
  return amounts;
}

what_if_errc check(const what_if_changes& changes) {
  const auto amounts = amounts_in(changes);
  if (amounts.empty()) return what_if_errc::no_change;
  for (const auto amount : amounts) {
    if (amount < 0) return what_if_errc::negative_amount;
    if (amount > amount_max) return what_if_errc::amount_out_of_range;
  }
  if (const auto& loan = changes.loan) {
    if (!is_loan(loan->type)) return what_if_errc::not_a_loan;
    const double rate = loan->annual_rate_percent;
    if (!(rate >= 0 && rate <= rate_max)) return what_if_errc::rate_out_of_range;
    if (loan->months < 1 || loan->months > months_max) return what_if_errc::months_out_of_range;
  }
  if (changes.horizon_months < 0 || changes.horizon_months > months_max)
    return what_if_errc::months_out_of_range;
  for (const auto& cut : changes.category_cuts)
    if (!can_be_cut(cut.role)) return what_if_errc::not_a_spending_role;
  return what_if_errc::none;
}

/// Never below zero; unknown stays unknown.
double moved(double figure, double by) {
  return std::isnan(figure) ? figure : std::max(0.0, figure + by);
}

void add_spending(household_figures& figures, double more) {
  figures.spending = moved(figures.spending, more);
}

/// Gross income moves in proportion; where the ledger sees no pay, it is grossed up.
void set_income(household_figures& figures, double net) {
  if (std::isnan(figures.net_income)) {
    figures.gross_income = net * figures.gross_up;
    return;
  }
  figures.gross_income *= net / figures.net_income;
  figures.net_income = net;
}

/// All parts shrink or grow alike; payments where there were none go to loans.
void set_debt_payments(household_figures& figures, double total) {
  const double loans = known_or_zero(figures.loan_payments);
  const double mortgage = known_or_zero(figures.mortgage_payment);
  const double now = loans + mortgage + figures.card_payments;
  const double factor = now > 0 ? total / now : 0;
  const double loans_after = now > 0 ? loans * factor : total;
  const double mortgage_after = mortgage * factor;
  if (now > 0) figures.card_payments *= factor;
  if (!(std::isnan(figures.loan_payments) && now > 0)) figures.loan_payments = loans_after;
  if (!std::isnan(figures.mortgage_payment)) figures.mortgage_payment = mortgage_after;
  add_spending(figures, loans_after + mortgage_after - loans - mortgage);
}

void take_loan(household_figures& figures, const new_loan& loan) {
  const double instalment = instalment_of(loan);
  const auto add = [](double& figure, double more) { figure = known_or_zero(figure) + more; };
  const auto principal = minor(loan.principal);
  add(loan.type == account_type::mortgage ? figures.mortgage_payment : figures.loan_payments,
      instalment);
  switch (loan.type) {
    case account_type::mortgage:
      add(figures.home_debt, principal);
      break;
    case account_type::vehicle_loan:
      add(figures.vehicle_debt, principal);
      break;
    case account_type::student_loan:
      add(figures.student_debt, principal);
      break;
    default:
      add(figures.other_debt, principal);
      break;
  }
  add_spending(figures, instalment);
}

void set_rent(household_figures& figures, double rent) {
  add_spending(figures, rent - known_or_zero(figures.rent));
  figures.rent = rent;
  figures.by_role[static_cast<std::size_t>(role::rent)] = rent;
}

/// What is no longer spent stays in the accounts for as long as the horizon.
void cut(household_figures& figures, const category_cut& wanted, int horizon_months) {
  double& spent = figures.by_role[static_cast<std::size_t>(wanted.role)];
  const double less = std::min(minor(wanted.per_month), std::max(0.0, spent));
  spent -= less;
  figures.liquid += less * horizon_months;
  switch (wanted.role) {
    case role::rent:
      figures.rent = moved(figures.rent, -less);
      break;
    case role::groceries:
    case role::eating_out:
    case role::food_delivery:
      figures.food = moved(figures.food, -less);
      break;
    default:
      break;
  }
  const bool buys_assets = wanted.role == role::home_purchase ||
                           wanted.role == role::vehicle_purchase ||
                           wanted.role == role::investment_purchase;
  if (!buys_assets) add_spending(figures, -less);
}

}  // namespace

double instalment_of(const new_loan& loan) {
  const double rate = loan.annual_rate_percent / 100 / 12;
  if (!(rate > 0)) return minor(loan.principal) / loan.months;
  // (1+r)^n - 1 without losing digits at small rates.
  const double growth = std::expm1(loan.months * std::log1p(rate));
  return minor(loan.principal) * rate * (1 + 1 / growth);
}

result<household_figures, what_if_errc> apply(const household_figures& now,
                                              const what_if_changes& changes) {
  if (const auto wrong = check(changes); wrong != what_if_errc::none) return failure{wrong};
  household_figures after = now;
  if (changes.monthly_income) set_income(after, minor(*changes.monthly_income));
  if (changes.liquid_balance) after.liquid = minor(*changes.liquid_balance);
  if (changes.monthly_debt_payments)
    set_debt_payments(after, minor(*changes.monthly_debt_payments));
  if (changes.card_balance) after.card_balance = minor(*changes.card_balance);
  if (changes.monthly_rent) set_rent(after, minor(*changes.monthly_rent));
  if (changes.loan) take_loan(after, *changes.loan);
  for (const auto& wanted : changes.category_cuts) cut(after, wanted, changes.horizon_months);
  if (changes.monthly_saving)
    after.liquid += minor(*changes.monthly_saving) * changes.horizon_months;
  return after;
}

score_context context_of_comparison(const household_figures& now) {
  auto context = context_of(now);
  const auto inputs = inputs_of(now);
  context.assumed_outgoings_rel = assumed_outgoings_share * inputs[score_input::income_rel];
  return context;
}

score_change compare(explained_score before, explained_score after) {
  score_change found;
  found.change = after.unrounded - before.unrounded;
  found.shown_change = after.score - before.score;
  found.base_change = after.base - before.base;
  found.limit_change = after.limit_points - before.limit_points;
  std::array<std::optional<double>, score_group_count> groups;
  const auto add = [&](const explained_score& score, double sign) {
    for (const auto& factor : score.factors) {
      auto& sum = groups[static_cast<std::size_t>(factor.group)];
      sum = sum.value_or(0) + sign * factor.points;
    }
  };
  add(after, +1);
  add(before, -1);
  for (std::size_t i = 0; i < groups.size(); ++i)
    if (groups[i]) found.factors.push_back({static_cast<score_group>(i), *groups[i]});
  found.before = std::move(before);
  found.after = std::move(after);
  return found;
}

}  // namespace smartfin
