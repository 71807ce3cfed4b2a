#include "learning/order_check.hpp"

#include <algorithm>
#include <functional>

namespace smartfin {
namespace {

using enum score_input;

using household_change = std::function<void(survey_household&)>;
using person_change = std::function<void(score_inputs&)>;

std::vector<household_change> household_changes() {
  return {
      [](survey_household& h) { h.amounts.income *= 1.1; },
      [](survey_household& h) {
        h.amounts.liquid += 1000;
        h.facts.has_bank_account = true;
      },
      [](survey_household& h) {
        h.amounts.debt_payment_month *= 0.9;
        h.amounts.mortgage_payment_month *= 0.9;
      },
      [](survey_household& h) { h.amounts.card_balance *= 0.9; },
      [](survey_household& h) { h.amounts.rent_month *= 0.9; },
      [](survey_household& h) {
        h.amounts.food *= 0.9;
        h.facts.spend_vs_income = std::min(3, h.facts.spend_vs_income + 1);
      },
  };
}

void raise(score_inputs& inputs, score_input input, double high) {
  if (inputs.knows(input)) inputs[input] = std::min(high, inputs[input] + 1);
}

void clear(score_inputs& inputs, score_input input) {
  if (inputs.knows(input)) inputs[input] = 0;
}

std::vector<person_change> person_changes() {
  return {
      [](score_inputs& inputs) { raise(inputs, bills_on_time, 5); },
      [](score_inputs& inputs) { raise(inputs, card_paid_full, 5); },
      [](score_inputs& inputs) { clear(inputs, high_cost_credit); },
      [](score_inputs& inputs) { clear(inputs, collections); },
  };
}

long falls(const std::vector<model_output>& before, const std::vector<model_output>& after) {
  long count = 0;
  for (std::size_t i = 0; i < before.size(); ++i)
    count += combined_score(after[i]) < combined_score(before[i]);
  return count;
}

/// Violations of one change, applied to a copy of all rows.
template <class Row, class Change>
result<long, learning_error> violations_of(const model_pair& models, std::vector<Row> rows,
                                           const std::vector<model_output>& before,
                                           const Change& change) {
  for (auto& row : rows) change(row);
  auto after = outputs_of(models, rows);
  if (!after) return failure{after.error()};
  return falls(before, *after);
}

}  // namespace

result<long, learning_error> order_violations(const model_pair& models, const surveys& data) {
  auto before = outputs_of(models, data);
  if (!before) return failure{before.error()};
  long total = 0;
  for (const auto& change : household_changes()) {
    const auto prepared_again = [&](survey_household& household) {
      change(household);
      household.inputs = prepare(household.amounts, household.facts);
    };
    auto found = violations_of(models, data.households.rows, before->households, prepared_again);
    if (!found) return found;
    total += *found;
  }
  for (const auto& change : person_changes()) {
    const auto both_codings = [&](wellbeing_person& person) {
      change(person.inputs);
      change(person.midpoints);
    };
    auto found = violations_of(models, data.people.rows, before->people, both_codings);
    if (!found) return found;
    total += *found;
  }
  return total;
}

}  // namespace smartfin
