#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "learning/number_table.hpp"
#include "learning/survey_readers.hpp"

namespace smartfin {
namespace {

using enum score_input;

enum column : std::size_t {
  puf_id,
  finalwt,
  fwbscore,
  ppincimp,
  savingsranges,
  houseranges,
  mortgage,
  housing,
  agecat,
  pphhsize,
  prodhave_1,
  prodhave_3,
  prodhave_4,
  prodhave_6,
  prodhave_8,
  produse_1,
  produse_2,
  manage_on_time,
  manage_budget,
  manage_card,
  volatility,
  rejected,
  collect,
  automated,
  ppethm,
  ppgender,
  column_count
};

constexpr std::array<std::string_view, column_count> names = {
    "PUF_ID",     "finalwt",    "FWBscore",   "PPINCIMP",   "SAVINGSRANGES", "HOUSERANGES",
    "MORTGAGE",   "HOUSING",    "agecat",     "PPHHSIZE",   "PRODHAVE_1",    "PRODHAVE_3",
    "PRODHAVE_4", "PRODHAVE_6", "PRODHAVE_8", "PRODUSE_1",  "PRODUSE_2",     "MANAGE1_1",
    "MANAGE1_2",  "MANAGE1_3",  "VOLATILITY", "REJECTED_1", "COLLECT",       "AUTOMATED_2",
    "PPETHM",     "PPGENDER"};

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double months = 12;

// Dollars a year.
constexpr std::array<double, 9> income_edges = {0,     20000, 30000,  40000, 50000,
                                                60000, 75000, 100000, 150000};
constexpr std::array<double, 9> income_middles = {12500, 25000, 35000,  45000, 55000,
                                                  67500, 87500, 125000, 200000};
// Dollars.
constexpr std::array<double, 7> savings_edges = {0, 1, 100, 1000, 5000, 20000, 75000};
constexpr std::array<double, 7> savings_middles = {0, 50, 500, 2750, 12000, 45000, 150000};
// Dollars a month.
constexpr std::array<double, 7> housing_middles = {200, 400, 625, 875, 1250, 1750, 2500};
constexpr std::array<double, 3> mortgage_middles = {25000, 120000, 275000};
// Years.
constexpr std::array<double, 8> age_edges = {18, 25, 35, 45, 55, 62, 70, 75};
constexpr std::array<double, 8> age_middles = {21, 29.5, 39.5, 49.5, 58, 65.5, 72, 80};

/// The bracket's value; refusals and don't-knows (-1, 98, 99, ...) are unknown.
template <std::size_t N>
double bracket(const std::array<double, N>& values, double code) {
  if (!(code >= 1 && code <= static_cast<double>(N))) return unknown;
  return values[static_cast<std::size_t>(code) - 1];
}

/// A code within [low, high], else unknown.
double coded(double code, double low, double high) {
  return code >= low && code <= high ? code : unknown;
}
double yes_no(double code) { return coded(code, 0, 1); }

double mortgage_share(std::span<const double> row, double income_year) {
  const double owed = bracket(mortgage_middles, row[mortgage]);
  if (!std::isnan(owed))
    return rounded(std::min(owed / income_year, traits_of(mortgage_to_income).wellbeing->high), 2);
  const bool known_not_to_own = row[housing] == 2 || row[housing] == 3;
  return known_not_to_own ? 0 : unknown;
}

void read_home(std::span<const double> row, score_inputs& inputs) {
  const double income_year = bracket(income_middles, row[ppincimp]);
  const double cost = bracket(housing_middles, row[houseranges]);
  inputs[housing_cost_ratio] = rounded(
      std::min(cost / (income_year / months), traits_of(housing_cost_ratio).wellbeing->high), 3);
  inputs[mortgage_to_income] = mortgage_share(row, income_year);
  const double home = coded(row[housing], 1, 3);
  inputs[own_home] = std::isnan(home) ? unknown : home == 1;
  inputs[rent_home] = std::isnan(home) ? unknown : home == 2;
}

void read_habits(std::span<const double> row, score_inputs& inputs) {
  inputs[student_loan] = yes_no(row[prodhave_8]);
  inputs[retirement_acct] = yes_no(row[prodhave_4]);
  inputs[investments] = yes_no(row[prodhave_6]);
  inputs[bank_account] = yes_no(row[prodhave_1]);
  inputs[health_insurance] = yes_no(row[prodhave_3]);
  inputs[high_cost_credit] = row[produse_1] == 1 || row[produse_2] == 1;
  inputs[bills_on_time] = coded(row[manage_on_time], 1, 5);
  inputs[card_paid_full] = coded(row[manage_card], 1, 5);
  inputs[within_budget] = coded(row[manage_budget], 1, 5);
  inputs[income_volatility] = coded(row[volatility], 1, 3);
  inputs[credit_denied] = yes_no(row[rejected]);
  inputs[collections] = yes_no(row[collect]);
  const bool no_such_account = row[automated] == 7;
  inputs[auto_saving] = no_such_account ? 0 : yes_no(row[automated]);
}

wellbeing_person person_of(std::span<const double> row) {
  wellbeing_person found;
  found.id = static_cast<std::int64_t>(row[puf_id]);
  found.weight = rounded(row[finalwt], 4);
  found.fwb_score = row[fwbscore];
  read_home(row, found.inputs);
  read_habits(row, found.inputs);
  found.inputs[household_size] = coded(std::min(row[pphhsize], 5.0), 1, 5);
  found.midpoints = found.inputs;
  const auto income_share = [](double year) { return year / months / nfwbs_reference_month; };
  found.inputs[income_rel] = rounded(income_share(bracket(income_edges, row[ppincimp])), 4);
  found.midpoints[income_rel] = rounded(income_share(bracket(income_middles, row[ppincimp])), 3);
  const double savings = row[savingsranges];
  found.inputs[liquid_rel] = rounded(bracket(savings_edges, savings) / nfwbs_reference_month, 6);
  found.midpoints[liquid_rel] =
      rounded(bracket(savings_middles, savings) / nfwbs_reference_month, 4);
  found.inputs[age] = bracket(age_edges, row[agecat]);
  found.midpoints[age] = bracket(age_middles, row[agecat]);
  found.audit_race = static_cast<int>(row[ppethm]);
  found.audit_sex = static_cast<int>(row[ppgender]);
  return found;
}

}  // namespace

result<wellbeing_survey, learning_error> read_nfwbs(const std::filesystem::path& file) {
  wellbeing_survey found;
  auto read = read_numbers(file, names, [&](std::span<const double> row) {
    for (const auto key : {puf_id, finalwt, fwbscore, ppethm, ppgender})
      if (std::isnan(row[key])) return false;
    if (row[fwbscore] > 0) found.rows.push_back(person_of(row));
    return true;
  });
  if (!read) return failure{read.error()};
  if (found.rows.empty())
    return failure{learning_error{learning_errc::no_rows, file.filename().string()}};
  found.sha256 = read->sha256;
  return found;
}

}  // namespace smartfin
