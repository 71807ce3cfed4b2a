#include "learning/prepared_export.hpp"

#include <charconv>
#include <cmath>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace smartfin {
namespace {

using enum score_input;

enum class form { whole, decimal };

std::string cell(double value, form as) {
  if (std::isnan(value)) return "";
  char digits[64];
  const auto [end, error] =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed);
  std::string text(digits, end);
  if (as == form::decimal && text.find('.') == std::string::npos) text += ".0";
  return text;
}

/// Measured amounts have decimals, codes have none.
form form_of(score_input input) {
  switch (input) {
    case income_rel:
    case liquid_rel:
    case essential_cushion_m:
    case debt_service_ratio:
    case housing_cost_ratio:
    case card_balance_ratio:
    case other_debt_ratio:
    case vehicle_debt_ratio:
    case student_debt_ratio:
    case mortgage_to_income:
      return form::decimal;
    default:
      return form::whole;
  }
}

/// One line, cell by cell.
class line {
public:
  explicit line(std::ostream& out) : out_(out) {}
  ~line() { out_ << '\n'; }
  line(const line&) = delete;
  line& operator=(const line&) = delete;

  void add(std::string_view text) {
    if (!first_) out_ << ',';
    first_ = false;
    out_ << text;
  }
  void add(double value, form as) { add(cell(value, as)); }
  void add(const score_inputs& inputs, std::span<const score_input> wanted) {
    for (const auto input : wanted) add(inputs[input], form_of(input));
  }

private:
  std::ostream& out_;
  bool first_ = true;
};

constexpr score_input person_habits[] = {
    household_size, mortgage_to_income, student_loan,     retirement_acct, investments,
    bank_account,   health_insurance,   high_cost_credit, bills_on_time,   card_paid_full,
    within_budget,  income_volatility,  credit_denied,    collections,     auto_saving};

constexpr score_input household_columns[] = {income_rel,
                                             liquid_rel,
                                             housing_cost_ratio,
                                             debt_service_ratio,
                                             essential_cushion_m,
                                             card_balance_ratio,
                                             other_debt_ratio,
                                             vehicle_debt_ratio,
                                             student_debt_ratio,
                                             mortgage_to_income,
                                             own_home,
                                             rent_home,
                                             age,
                                             household_size,
                                             student_loan,
                                             retirement_acct,
                                             investments,
                                             bank_account,
                                             spend_vs_income};

void write_row(std::ostream& out, const wellbeing_person& person) {
  line row(out);
  const auto& middle = person.midpoints;
  row.add(static_cast<double>(person.id), form::whole);
  row.add(person.weight, form::decimal);
  row.add(person.fwb_score, form::whole);
  row.add(person.inputs[income_rel], form::decimal);
  row.add(person.inputs[liquid_rel], form::decimal);
  row.add(middle[income_rel], form::decimal);
  row.add(middle[liquid_rel], form::decimal);
  constexpr score_input home[] = {housing_cost_ratio, own_home, rent_home, age};
  row.add(person.inputs, home);
  row.add(middle[age], form::decimal);
  row.add(person.inputs, person_habits);
  row.add(person.audit_race, form::whole);
  row.add(person.audit_sex, form::whole);
}

void write_row(std::ostream& out, const survey_household& household) {
  line row(out);
  const auto& past = household.outcomes;
  row.add(static_cast<double>(household.id), form::whole);
  row.add(household.implicate, form::whole);
  row.add(household.weight, form::decimal);
  for (const bool outcome : {past.severe(), past.late, past.late60, past.payday, past.denied,
                             past.feared_denial, past.bankrupt5, past.foreclosed5})
    row.add(outcome ? "1" : "0");
  row.add(household.inputs, household_columns);
  row.add(household.audit_race, form::whole);
  row.add(household.audit_sex, form::whole);
}

}  // namespace

void write_prepared(std::ostream& out, const std::vector<wellbeing_person>& people) {
  {
    line header(out);
    for (const auto* name :
         {"id", "weight", "fwb_score", "income_rel", "liquid_rel", "income_rel_mid",
          "liquid_rel_mid", "housing_cost_ratio", "own_home", "rent_home", "age", "age_mid"})
      header.add(name);
    for (const auto input : person_habits) header.add(traits_of(input).name);
    header.add("audit_race");
    header.add("audit_sex");
  }
  for (const auto& person : people) write_row(out, person);
}

void write_prepared(std::ostream& out, const std::vector<survey_household>& households) {
  {
    line header(out);
    for (const auto* name :
         {"id", "implicate", "weight", "distress", "y_late", "y_late60", "y_payday", "y_denied",
          "y_feardenial", "y_bankrupt5", "y_foreclosed5"})
      header.add(name);
    for (const auto input : household_columns) header.add(traits_of(input).name);
    header.add("audit_race");
    header.add("audit_sex");
  }
  for (const auto& household : households) write_row(out, household);
}

}  // namespace smartfin
