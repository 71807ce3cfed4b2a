#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/result.hpp"
#include "domain/score/explained_score.hpp"
#include "domain/score/household_figures.hpp"

namespace smartfin {

enum class what_if_errc : std::uint8_t {
  none = 0,
  no_change = 1,  // nothing was asked
  negative_amount = 2,
  not_a_loan = 3,           // the new loan's type is no loan or mortgage
  rate_out_of_range = 4,    // 0..1000 % a year
  months_out_of_range = 5,  // a loan of 1..600 months, a horizon of 0..600
  not_a_spending_role = 6,  // a cut of income, or of a loan's instalment
  amount_out_of_range = 7,  // more than 10^15 minor units
  too_little_known = 8,     // neither models nor rules can score this household
};

struct new_loan {
  std::int64_t principal = 0;  // minor units, spent and not kept
  double annual_rate_percent = 0;
  int months = 0;
  account_type type = account_type::personal_loan;
};

struct category_cut {
  category_role role{};
  std::int64_t per_month = 0;  // minor units; at most what is spent counts
};

/// What to change, each on its own; amounts are new values in minor units unless said. Age,
/// household and home can't be edited.
struct what_if_changes {
  std::optional<std::int64_t> monthly_income{};  // net, as the ledger sees it
  std::optional<std::int64_t> liquid_balance{};
  std::optional<std::int64_t> monthly_debt_payments{};  // all loans, mortgages and cards together
  std::optional<std::int64_t> card_balance{};           // what revolves
  std::optional<new_loan> loan{};
  std::optional<std::int64_t> monthly_rent{};
  std::vector<category_cut> category_cuts{};
  std::optional<std::int64_t> monthly_saving{};  // put aside each month out of what is left over
  /// For how long cuts and saving add to the balance before the score is taken.
  int horizon_months = 0;
};

/// P r (1+r)^n / ((1+r)^n - 1), minor units a month; P / n without interest.
double instalment_of(const new_loan& loan);

/// The household after the changes. A quantity that was unknown becomes known when a change sets
/// it: that tells the score something new, and is no improvement or worsening of anything.
/// Otherwise more income, balance or saving, and less debt, payments, rent or spending never lower
/// the score, and a new loan never raises it.
/// Errors: no_change, negative_amount, amount_out_of_range, not_a_loan, rate_out_of_range,
/// months_out_of_range, not_a_spending_role.
result<household_figures, what_if_errc> apply(const household_figures& now,
                                              const what_if_changes& changes);

/// The context in which both sides of a comparison are scored: outgoings that the rules would
/// assume from income are those of now.
score_context context_of_comparison(const household_figures& now);

struct factor_change {
  score_group group{};
  double points = 0;
};

/// Two scores of one household. base + limit + factors = change, within 2e-3.
struct score_change {
  explained_score before;
  explained_score after;
  double change = 0;       // of the unrounded scores
  int shown_change = 0;    // of the shown ones
  double base_change = 0;  // 0 unless one side was scored by rules and the other by models
  double limit_change = 0;
  std::vector<factor_change> factors;  // every group that either side has
};
score_change compare(explained_score before, explained_score after);

}  // namespace smartfin
