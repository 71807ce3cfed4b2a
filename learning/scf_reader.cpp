#include <algorithm>
#include <array>
#include <cmath>

#include "learning/number_table.hpp"
#include "learning/survey_readers.hpp"

namespace smartfin {
namespace {

using enum score_input;

enum column : std::size_t {
  yy1,
  y1,
  wgt,
  late,
  late60,
  hpayday,
  turndown,
  feardenial,
  bankrupt,
  foreclosed,
  income,
  liq,
  rent,
  mortpay,
  tpay,
  foodhome,
  foodaway,
  fooddelv,
  ccbal,
  oth_inst,
  odebt,
  othloc,
  veh_inst,
  edn_inst,
  mrthel,
  housecl,
  age_years,
  married,
  kids,
  hretqliq,
  nmmf,
  stocks,
  bond,
  hliq,
  wsaved,
  racecl4,
  hhsex,
  column_count
};

constexpr std::array<std::string_view, column_count> names = {
    "YY1",        "Y1",          "WGT",         "LATE",     "LATE60",  "HPAYDAY",  "TURNDOWN",
    "FEARDENIAL", "BNKRUPLAST5", "FORECLLAST5", "INCOME",   "LIQ",     "RENT",     "MORTPAY",
    "TPAY",       "FOODHOME",    "FOODAWAY",    "FOODDELV", "CCBAL",   "OTH_INST", "ODEBT",
    "OTHLOC",     "VEH_INST",    "EDN_INST",    "MRTHEL",   "HOUSECL", "AGE",      "MARRIED",
    "KIDS",       "HRETQLIQ",    "NMMF",        "STOCKS",   "BOND",    "HLIQ",     "WSAVED",
    "RACECL4",    "HHSEX"};

/// Share of a month's income; without income, any amount is the cap and none is zero.
double share_of(double amount, double income_month, score_input input) {
  const double cap = traits_of(input).stress->high;
  if (income_month > 0) return std::min(amount / income_month, cap);
  return amount > 0 ? cap : 0;
}

survey_household household_of(std::span<const double> row) {
  const auto yes = [&](column c) { return row[c] > 0; };
  survey_household found;
  found.id = static_cast<std::int64_t>(row[yy1]);
  found.implicate = static_cast<int>(row[y1] - 10 * row[yy1]);
  found.weight = rounded(row[wgt], 1);
  found.outcomes = {.late = yes(late),
                    .late60 = yes(late60),
                    .payday = yes(hpayday),
                    .denied = yes(turndown),
                    .feared_denial = yes(feardenial),
                    .bankrupt5 = yes(bankrupt),
                    .foreclosed5 = yes(foreclosed)};
  found.amounts = {.income = row[income],
                   .liquid = row[liq],
                   .rent_month = row[rent],
                   .mortgage_payment_month = row[mortpay],
                   .debt_payment_month = row[tpay],
                   .food = row[foodhome] + row[foodaway] + row[fooddelv],
                   .card_balance = row[ccbal],
                   .other_debt = row[oth_inst] + row[odebt] + row[othloc],
                   .vehicle_debt = row[veh_inst],
                   .student_debt = row[edn_inst],
                   .home_debt = row[mrthel]};
  found.facts = {.spend_vs_income = static_cast<int>(row[wsaved]),
                 .owns_home = row[housecl] == 1,
                 .has_retirement = yes(hretqliq),
                 .has_investments = yes(nmmf) || yes(stocks) || yes(bond),
                 .has_bank_account = yes(hliq),
                 .age = row[age_years],
                 .married = static_cast<int>(row[married]),
                 .children = static_cast<int>(row[kids])};
  found.inputs = prepare(found.amounts, found.facts);
  found.audit_race = static_cast<int>(row[racecl4]);
  found.audit_sex = static_cast<int>(row[hhsex]);
  return found;
}

}  // namespace

score_inputs prepare(const household_amounts& amounts, const household_facts& facts) {
  const double month = amounts.income / 12;
  const auto capped = [](double value, score_input input) {
    return std::min(value, traits_of(input).stress->high);
  };
  const auto share = [&](double amount, score_input input, int decimals) {
    return rounded(share_of(amount, month, input), decimals);
  };
  score_inputs found;
  found[income_rel] = rounded(capped(month / scf_reference_month, income_rel), 3);
  found[liquid_rel] = rounded(capped(amounts.liquid / scf_reference_month, liquid_rel), 4);
  const double essential = amounts.debt_payment_month + amounts.rent_month + amounts.food / 12;
  if (essential > 0)
    found[essential_cushion_m] =
        rounded(capped(amounts.liquid / essential, essential_cushion_m), 2);
  found[housing_cost_ratio] =
      share(amounts.rent_month + amounts.mortgage_payment_month, housing_cost_ratio, 3);
  found[debt_service_ratio] = share(amounts.debt_payment_month, debt_service_ratio, 3);
  found[card_balance_ratio] = share(amounts.card_balance, card_balance_ratio, 2);
  found[other_debt_ratio] = share(amounts.other_debt, other_debt_ratio, 2);
  found[vehicle_debt_ratio] = share(amounts.vehicle_debt, vehicle_debt_ratio, 2);
  found[student_debt_ratio] = share(amounts.student_debt, student_debt_ratio, 2);
  found[mortgage_to_income] = share(amounts.home_debt / 12, mortgage_to_income, 2);
  found[student_loan] = amounts.student_debt > 0;
  found[own_home] = facts.owns_home;
  found[rent_home] = amounts.rent_month > 0;
  found[age] = facts.age;
  found[household_size] = std::min(5, 1 + (facts.married == 1) + facts.children);
  found[retirement_acct] = facts.has_retirement;
  found[investments] = facts.has_investments;
  found[bank_account] = facts.has_bank_account;
  if (facts.spend_vs_income >= 1) found[spend_vs_income] = facts.spend_vs_income;
  return found;
}

result<household_survey, learning_error> read_scf(const std::filesystem::path& file) {
  household_survey found;
  auto read = read_numbers(file, names, [&](std::span<const double> row) {
    if (std::any_of(row.begin(), row.end(), [](double cell) { return std::isnan(cell); }))
      return false;
    found.rows.push_back(household_of(row));
    return true;
  });
  if (!read) return failure{read.error()};
  if (found.rows.empty())
    return failure{learning_error{learning_errc::no_rows, file.filename().string()}};
  found.sha256 = read->sha256;
  return found;
}

}  // namespace smartfin
