#include "domain/score/score_input.hpp"

namespace smartfin {
namespace {

using enum score_input;
using g = score_group;
using range = std::optional<input_range>;

constexpr range unused = std::nullopt;
constexpr range yes_no = input_range{0, 1};
constexpr range one_to_three = input_range{1, 3};
constexpr range one_to_five = input_range{1, 5};

constexpr range up_to(double high) { return input_range{0, high}; }

constexpr std::array<input_traits, score_input_count> table = {{
    {income_rel, "income_rel", g::income, +1, up_to(2.5407), up_to(200)},
    {liquid_rel, "liquid_rel", g::cushion, +1, up_to(15.244161), up_to(500)},
    {essential_cushion_m, "essential_cushion_m", g::cushion, +1, unused, up_to(60)},
    {debt_service_ratio, "debt_service_ratio", g::debt_load, -1, unused, up_to(1.5)},
    {housing_cost_ratio, "housing_cost_ratio", g::spending_and_housing, -1, up_to(1.5), up_to(1.5)},
    {card_balance_ratio, "card_balance_ratio", g::debt_load, -1, unused, up_to(6)},
    {other_debt_ratio, "other_debt_ratio", g::debt_load, -1, unused, up_to(24)},
    {vehicle_debt_ratio, "vehicle_debt_ratio", g::debt_load, -1, unused, up_to(24)},
    {student_debt_ratio, "student_debt_ratio", g::debt_load, -1, unused, up_to(36)},
    {mortgage_to_income, "mortgage_to_income", g::debt_load, -1, up_to(15), up_to(15)},
    {student_loan, "student_loan", g::debt_load, -1, yes_no, unused},
    {spend_vs_income, "spend_vs_income", g::spending_and_housing, +1, unused, one_to_three},
    {bills_on_time, "bills_on_time", g::payment_habits, +1, one_to_five, unused},
    {card_paid_full, "card_paid_full", g::payment_habits, +1, one_to_five, unused},
    {high_cost_credit, "high_cost_credit", g::payment_habits, -1, yes_no, unused},
    {income_volatility, "income_volatility", g::income, -1, one_to_three, unused},
    {collections, "collections", g::payment_habits, -1, yes_no, unused},
    {credit_denied, "credit_denied", g::payment_habits, -1, yes_no, unused},
    {auto_saving, "auto_saving", g::long_term, +1, yes_no, unused},
    {retirement_acct, "retirement_acct", g::long_term, +1, yes_no, yes_no},
    {investments, "investments", g::long_term, +1, yes_no, yes_no},
    {bank_account, "bank_account", g::long_term, +1, yes_no, yes_no},
    {own_home, "own_home", g::about_you, 0, yes_no, yes_no},
    {rent_home, "rent_home", g::about_you, 0, yes_no, yes_no},
    {age, "age", g::about_you, 0, input_range{18, 75}, input_range{18, 95}},
    {household_size, "household_size", g::about_you, 0, one_to_five, one_to_five},
    {health_insurance, "health_insurance", g::long_term, +1, unused, unused},
    {within_budget, "within_budget", g::spending_and_housing, +1, unused, unused},
}};

constexpr bool table_is_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table[i].input != static_cast<score_input>(i)) return false;
  return true;
}
static_assert(table_is_in_order());

struct group_text {
  std::string_view name;
  std::string_view title;
};
constexpr std::array<group_text, score_group_count> groups = {{
    {"cushion", "Cushion"},
    {"debt_load", "Debt load"},
    {"spending_and_housing", "Spending and housing"},
    {"income", "Income"},
    {"payment_habits", "Payment habits"},
    {"long_term", "Long term"},
    {"about_you", "About you"},
    {"not_known_yet", "Not known yet"},
}};

}  // namespace

std::string_view group_title(score_group group) {
  return groups[static_cast<std::size_t>(group)].title;
}

std::string_view group_name(score_group group) {
  return groups[static_cast<std::size_t>(group)].name;
}

std::span<const input_traits, score_input_count> all_inputs() { return table; }

const input_traits& traits_of(score_input input) { return table[static_cast<std::size_t>(input)]; }

std::optional<score_input> input_from_name(std::string_view name) {
  for (const auto& traits : table)
    if (traits.name == name) return traits.input;
  return std::nullopt;
}

}  // namespace smartfin
