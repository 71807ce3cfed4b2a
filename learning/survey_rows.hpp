#pragma once

#include <cstdint>

#include "domain/score/score_input.hpp"

namespace smartfin {

/// One adult of the National Financial Well-Being Survey 2016 (NFWBS), prepared.
struct wellbeing_person {
  std::int64_t id = 0;
  double weight = 0;
  double fwb_score = 0;  // target: 14..95
  /// Brackets coded by their lower edge, which is where the trees split.
  score_inputs inputs;
  /// The same person with bracket midpoints (income, balances, age): for the stress model and the
  /// rules, which were made from exact amounts.
  score_inputs midpoints;
  int audit_race = 0;  // fairness audit only, never an input
  int audit_sex = 0;
};

/// One implicate of one household of the Survey of Consumer Finances 2019 (SCF): the raw amounts
/// that preparation reads, in 2019 dollars; flows per year unless said.
struct household_amounts {
  double income = 0;
  double liquid = 0;
  double rent_month = 0;
  double mortgage_payment_month = 0;
  double debt_payment_month = 0;  // all loans and cards, the mortgage included
  double food = 0;                // at home, away and delivered
  double card_balance = 0;
  double other_debt = 0;
  double vehicle_debt = 0;
  double student_debt = 0;
  double home_debt = 0;
};

/// Outcomes of the past, 0 or 1; never inputs of the stress model.
struct household_outcomes {
  bool late = false;
  bool late60 = false;
  bool payday = false;
  bool denied = false;
  bool feared_denial = false;
  bool bankrupt5 = false;
  bool foreclosed5 = false;

  /// The target: any of three adverse events within twelve months.
  bool stress() const { return late || payday || denied; }
  /// For checks only.
  bool severe() const { return late60 || payday; }
};

struct household_facts {
  int spend_vs_income = 0;
  bool owns_home = false;
  bool has_retirement = false;
  bool has_investments = false;
  bool has_bank_account = false;
  double age = 0;
  int married = 0;  // 1 is married or living with a partner
  int children = 0;
};

struct survey_household {
  std::int64_t id = 0;
  int implicate = 0;  // 1..5: near copies of one household, never split between folds
  double weight = 0;  // all implicates together sum to the households of the country
  household_outcomes outcomes;
  household_amounts amounts;
  household_facts facts;
  score_inputs inputs;
  int audit_race = 0;
  int audit_sex = 0;
};

}  // namespace smartfin
