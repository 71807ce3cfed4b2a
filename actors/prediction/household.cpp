#include "actors/prediction/household.hpp"

namespace smartfin {
namespace {

std::optional<home_tenure> tenure_of(std::optional<housing> told) {
  if (!told) return std::nullopt;
  switch (*told) {
    case housing::own:
      return home_tenure::owns;
    case housing::rent:
      return home_tenure::rents;
    default:
      return home_tenure::neither;
  }
}

std::optional<loan_answer> loans_of(const profile_details& details) {
  if (details.no_loans.value_or(false)) return loan_answer::none;
  if (details.accounts_complete.value_or(false)) return loan_answer::all_linked;
  if (details.no_loans) return loan_answer::some_elsewhere;
  return std::nullopt;
}

result<std::optional<std::int64_t>, std::string> amount_of(const std::optional<money>& told,
                                                           currency unit) {
  if (!told) return std::optional<std::int64_t>{};
  if (told->currency != unit)
    return failure{"Amounts must be in " + std::string{unit.code()} +
                   ", the currency of the book."};
  return std::optional<std::int64_t>{told->minor};
}

}  // namespace

profile_facts score_profile(const profile_details& d, currency book_currency, civil_date today) {
  profile_facts facts;
  if (d.gross_income && d.gross_income->currency == book_currency) {
    const bool yearly = d.income_period.value_or(income_period::year) == income_period::year;
    facts.gross_monthly_income = d.gross_income->minor / (yearly ? 12 : 1);
  }
  if (d.birth_date) facts.age = age_on(*d.birth_date, today);
  facts.household_size = d.household_size;
  facts.tenure = tenure_of(d.housing);
  facts.loans = loans_of(d);
  facts.has_retirement_account = d.retirement_account;
  facts.has_investments = d.investments;
  facts.has_health_insurance = d.health_insurance;
  facts.contacted_by_collector = d.collections;
  facts.credit_denied = d.credit_denied;
  facts.accounts_hold_everything = d.accounts_complete;
  return facts;
}

household_figures household_of(const profile_details& details, const versioned_ledger_facts& ledger,
                               civil_date today) {
  return figures_of(ledger.facts, score_profile(details, ledger.currency, today),
                    frame_for(ledger.currency, today.year()));
}

result<what_if_changes, std::string> changes_of(const score_changes& told, currency unit) {
  what_if_changes changes;
  const std::pair<const std::optional<money>*, std::optional<std::int64_t>*> amounts[] = {
      {&told.monthly_income, &changes.monthly_income},
      {&told.liquid_balance, &changes.liquid_balance},
      {&told.monthly_debt_payments, &changes.monthly_debt_payments},
      {&told.card_balance, &changes.card_balance},
      {&told.monthly_rent, &changes.monthly_rent},
      {&told.monthly_saving, &changes.monthly_saving},
  };
  for (const auto& [from, to] : amounts) {
    const auto amount = amount_of(*from, unit);
    if (!amount) return failure{amount.error()};
    *to = *amount;
  }
  if (told.loan) {
    const auto principal = amount_of(told.loan->principal, unit);
    if (!principal) return failure{principal.error()};
    const auto type = account_type_from_name(told.loan->type);
    if (!type) return failure{sentence_of(what_if_errc::not_a_loan)};
    changes.loan = new_loan{**principal, told.loan->annual_rate_percent, told.loan->months, *type};
  }
  for (const auto& cut : told.category_cuts.value_or(std::vector<category_change>{})) {
    const auto role = role_from_name(cut.role);
    if (!role) return failure{"There is no category role \"" + cut.role + "\"."};
    const auto less = amount_of(cut.less_per_month, unit);
    if (!less) return failure{less.error()};
    changes.category_cuts.push_back({*role, **less});
  }
  changes.horizon_months = told.horizon_months.value_or(0);
  return changes;
}

std::string sentence_of(what_if_errc refused) {
  switch (refused) {
    case what_if_errc::no_change:
      return "Name at least one change.";
    case what_if_errc::negative_amount:
      return "Amounts must not be negative.";
    case what_if_errc::not_a_loan:
      return "The loan's type must be personal_loan, vehicle_loan, student_loan or mortgage.";
    case what_if_errc::rate_out_of_range:
      return "The rate must be between 0 and 1000 % a year.";
    case what_if_errc::months_out_of_range:
      return "A loan runs for 1 to 600 months, a horizon is 0 to 600 months.";
    case what_if_errc::not_a_spending_role:
      return "Only spending can be cut.";
    case what_if_errc::amount_out_of_range:
      return "An amount is too large.";
    default:
      return "The changes cannot be applied.";
  }
}

score_view view_of(const explained_score& s, instant now) {
  score_view view;
  view.score = s.score;
  view.exact = s.unrounded;
  view.band = band_name(s.band);
  view.range = {s.range_low, s.range_high};
  view.model = {s.model.id, s.model.hash};
  view.provisional = s.provisional;
  view.rule_based = s.rule_based;
  view.uncalibrated = s.uncalibrated;
  view.partial = s.partial;
  view.coverage = s.coverage;
  if (s.output) {
    view.wellbeing = s.output->wellbeing;
    view.stress_probability = stress_probability(*s.output);
  }
  view.base = s.base;
  for (const auto& factor : s.factors) {
    score_factor_view shown{std::string{group_name(factor.group)}, factor.points, {}};
    for (const auto& input : factor.inputs)
      shown.inputs.push_back({std::string{input.name}, input.value, input.points, input.known});
    view.factors.push_back(std::move(shown));
  }
  if (s.limit_points != 0) view.factors.push_back({"limit", s.limit_points, {}});
  view.computed_at = now;
  return view;
}

what_if_view view_of(const score_change& change, instant now) {
  what_if_view view{view_of(change.before, now), view_of(change.after, now), change.change, {}};
  for (const auto& factor : change.factors)
    view.factors.push_back({std::string{group_name(factor.group)}, factor.points});
  if (change.base_change != 0) view.factors.push_back({"base", change.base_change});
  if (change.limit_change != 0) view.factors.push_back({"limit", change.limit_change});
  return view;
}

}  // namespace smartfin
