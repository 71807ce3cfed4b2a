#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace smartfin {

/// What the score knows about a household: 26 inputs of the two models, then two that only the
/// rules use. Values are positions in `score_inputs` and column order of the models: append only.
enum class score_input : std::uint8_t {
  income_rel,           // gross household income / reference income
  liquid_rel,           // spendable balances / reference income of one month
  essential_cushion_m,  // spendable balances / essential outgoings, months
  debt_service_ratio,   // all loan and card payments / gross income
  housing_cost_ratio,   // rent and mortgage payment / gross income
  card_balance_ratio,   // revolving card balance, months of gross income
  other_debt_ratio,     // personal loans and credit lines, months of gross income
  vehicle_debt_ratio,   // months of gross income
  student_debt_ratio,   // months of gross income
  mortgage_to_income,   // home loans / annual gross income
  student_loan,         // 0 or 1
  spend_vs_income,      // 1 spends more than income, 2 about equal, 3 less
  bills_on_time,        // 1 never .. 5 always
  card_paid_full,       // 1 never or no card .. 5 always
  high_cost_credit,     // payday, cash advance, pawn or title loan: 0 or 1
  income_volatility,    // 1 the same each month, 2 some odd months, 3 varies a lot
  collections,          // contacted by a debt collector: 0 or 1
  credit_denied,        // applied and turned down: 0 or 1
  auto_saving,          // automatic transfers to savings: 0 or 1
  retirement_acct,      // 0 or 1
  investments,          // 0 or 1
  bank_account,         // 0 or 1
  own_home,             // 0 or 1
  rent_home,            // 0 or 1
  age,                  // years
  household_size,       // 1..5, 5 is five or more
  health_insurance,     // 0 or 1, rules only
  within_budget,        // 1 never .. 5 always, rules only
};
inline constexpr std::size_t score_input_count = 28;

/// Where an input's points are shown. `not_known_yet` takes the terms of every unknown input.
enum class score_group : std::uint8_t {
  cushion,
  debt_load,
  spending_and_housing,
  income,
  payment_habits,
  long_term,
  about_you,
  not_known_yet,
};
inline constexpr std::size_t score_group_count = 8;

/// "Cushion", "Debt load", ...: as shown to people.
std::string_view group_title(score_group group);
/// "cushion", "debt_load", ...: as the API names it.
std::string_view group_name(score_group group);

struct input_range {
  double low = 0;
  double high = 0;
  friend bool operator==(const input_range&, const input_range&) = default;
};

/// What is fixed about an input. `sign` is the only direction in which a rise may move the score:
/// +1, -1, or 0 for free. A model that has no range for an input does not use it; the ranges are
/// those of the training data, and values are clamped to them before a prediction (the last cut of
/// a histogram-trained tree would send larger values the way of the missing ones).
struct input_traits {
  score_input input;
  std::string_view name;
  score_group group;
  int sign;
  std::optional<input_range> wellbeing;
  std::optional<input_range> stress;
};

/// All inputs, in the order of the enumeration.
std::span<const input_traits, score_input_count> all_inputs();
const input_traits& traits_of(score_input input);
std::optional<score_input> input_from_name(std::string_view name);

/// One household's inputs; NaN is unknown, and everything starts unknown.
class score_inputs {
public:
  score_inputs() { values_.fill(std::numeric_limits<double>::quiet_NaN()); }

  double operator[](score_input input) const { return values_[static_cast<std::size_t>(input)]; }
  double& operator[](score_input input) { return values_[static_cast<std::size_t>(input)]; }
  bool knows(score_input input) const { return !std::isnan((*this)[input]); }

private:
  std::array<double, score_input_count> values_;
};

/// One number per input, in the order of the enumeration.
using input_terms = std::array<double, score_input_count>;

}  // namespace smartfin
