#include <algorithm>
#include <cmath>

#include "domain/score/household_figures.hpp"

namespace smartfin {
namespace {

using enum score_input;

constexpr double months_per_year = 12;
constexpr double about_equal = 0.025;

double known_or_zero(double value) { return std::isnan(value) ? 0 : value; }

/// The widest range any model has seen.
double in_range(double value, score_input input) {
  const auto& traits = traits_of(input);
  const auto& range = traits.stress ? traits.stress : traits.wellbeing;
  return std::isnan(value) ? value : std::clamp(value, range->low, range->high);
}

/// A share of income. Without any income, any amount is as much as can be, and none is none.
double share(double amount, double income, score_input input) {
  if (std::isnan(amount) || std::isnan(income)) return household_figures::unknown;
  if (income > 0) return in_range(amount / income, input);
  return in_range(amount > 0 ? HUGE_VAL : 0, input);
}

/// Payments to cards whose balance was not carried over are a way to pay, not a debt.
double card_service(const household_figures& figures) {
  return std::min(figures.card_payments, known_or_zero(figures.card_balance));
}

double debt_service(const household_figures& figures) {
  return figures.loan_payments + figures.mortgage_payment + card_service(figures);
}

double cushion_months(const household_figures& figures) {
  if (!figures.sees_outgoings || std::isnan(figures.liquid)) return household_figures::unknown;
  const double essential = known_or_zero(figures.loan_payments) +
                           known_or_zero(figures.mortgage_payment) + card_service(figures) +
                           known_or_zero(figures.rent) + figures.food;
  return share(figures.liquid, essential, essential_cushion_m);
}

double spending_code(const household_figures& figures) {
  if (std::isnan(figures.net_income) || std::isnan(figures.spending))
    return household_figures::unknown;
  if (!(figures.net_income > 0)) return 1;
  const double left = (figures.net_income - figures.spending) / figures.net_income;
  if (left < -about_equal) return 1;
  return left <= about_equal ? 2 : 3;
}

}  // namespace

score_inputs inputs_of(const household_figures& figures) {
  score_inputs inputs = figures.habits;
  const double income = figures.gross_income;
  if (!std::isnan(figures.reference)) {
    inputs[income_rel] = in_range(income / figures.reference, income_rel);
    inputs[liquid_rel] = in_range(figures.liquid / figures.reference, liquid_rel);
  }
  inputs[essential_cushion_m] = cushion_months(figures);
  inputs[debt_service_ratio] = share(debt_service(figures), income, debt_service_ratio);
  inputs[housing_cost_ratio] =
      share(figures.rent + figures.mortgage_payment, income, housing_cost_ratio);
  inputs[card_balance_ratio] = share(figures.card_balance, income, card_balance_ratio);
  inputs[other_debt_ratio] = share(figures.other_debt, income, other_debt_ratio);
  inputs[vehicle_debt_ratio] = share(figures.vehicle_debt, income, vehicle_debt_ratio);
  inputs[student_debt_ratio] = share(figures.student_debt, income, student_debt_ratio);
  inputs[mortgage_to_income] =
      share(figures.home_debt, income * months_per_year, mortgage_to_income);
  if (!std::isnan(figures.student_debt)) inputs[student_loan] = figures.student_debt > 0;
  inputs[spend_vs_income] = spending_code(figures);
  return inputs;
}

score_context context_of(const household_figures& figures) {
  return {
      .months = figures.months, .uncalibrated = figures.uncalibrated, .partial = figures.partial};
}

}  // namespace smartfin
