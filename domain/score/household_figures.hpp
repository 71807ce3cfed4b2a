#pragma once

#include <array>
#include <limits>

#include "domain/score/explained_score.hpp"
#include "domain/score/ledger_facts.hpp"
#include "domain/score/reference_income.hpp"

namespace smartfin {

/// The raw quantities behind the inputs: monthly means and balances in minor units, NaN is unknown.
/// What is known is decided once, when the facts are read; changing a known amount afterwards never
/// makes an input appear or vanish.
struct household_figures {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

  int months = 0;  // of history
  double reference = unknown;
  double gross_up = 1;
  double gross_income = unknown;
  double net_income = unknown;        // regular income as the ledger shows it
  double income_variation = unknown;  // coefficient of variation of monthly income
  double liquid = unknown;
  double spending = unknown;  // all money out but purchases of homes, vehicles and investments
  double rent = unknown;
  double mortgage_payment = unknown;
  double loan_payments = unknown;  // all loans but mortgages
  double card_payments = 0;        // to cards; counts as debt service up to what revolves
  double food = 0;                 // groceries, eating out, delivery
  bool sees_outgoings = false;     // some essential outgoing has been seen
  double card_balance = unknown;   // revolving
  double other_debt = unknown;
  double vehicle_debt = unknown;
  double student_debt = unknown;
  double home_debt = unknown;
  std::array<double, category_role_count> by_role{};  // monthly means
  /// Inputs that no amount of money changes: habits, accounts, the people themselves.
  score_inputs habits;
  bool uncalibrated = false;
  bool partial = false;
};

/// Where the ledger's money is measured against.
struct money_frame {
  std::optional<reference_income> reference;
  double gross_up = 1;
};
/// From the table of reference incomes.
money_frame frame_for(currency unit, int year);

household_figures figures_of(const ledger_facts& ledger, const profile_facts& profile,
                             const money_frame& frame);

/// The score's inputs, each clamped to its widest range. A rise in income or balances, or a fall in
/// payments, debts, rent or spending, moves every input in its own sign's direction or not at all:
/// no ratio mixes quantities that push in different directions.
score_inputs inputs_of(const household_figures& figures);

/// What `explain` needs beside the inputs.
score_context context_of(const household_figures& figures);

}  // namespace smartfin
