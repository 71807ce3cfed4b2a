#include "learning/trainer.hpp"

namespace smartfin {
namespace {

using enum score_input;

score_inputs comfortable() {
  score_inputs inputs;
  for (const auto& traits : all_inputs())
    inputs[traits.input] = traits.sign < 0 && traits.input != income_volatility ? 0 : 1;
  inputs[income_rel] = 1.9;
  inputs[liquid_rel] = 9.5;
  inputs[essential_cushion_m] = 14;
  inputs[housing_cost_ratio] = 0.12;
  inputs[spend_vs_income] = 3;
  inputs[bills_on_time] = 5;
  inputs[card_paid_full] = 5;
  inputs[rent_home] = 0;
  inputs[age] = 58;
  inputs[household_size] = 2;
  return inputs;
}

score_inputs strained() {
  score_inputs inputs;
  for (const auto& traits : all_inputs()) inputs[traits.input] = traits.sign < 0 ? 1 : 0;
  inputs[income_rel] = 0.6;
  inputs[liquid_rel] = 0.02;
  inputs[essential_cushion_m] = 0.1;
  inputs[debt_service_ratio] = 0.35;
  inputs[housing_cost_ratio] = 0.45;
  inputs[mortgage_to_income] = 0;
  inputs[spend_vs_income] = 1;
  inputs[bills_on_time] = 3;
  inputs[card_paid_full] = 1;
  inputs[income_volatility] = 3;
  inputs[rent_home] = 1;
  inputs[age] = 31;
  inputs[household_size] = 4;
  return inputs;
}

score_inputs known_only(std::initializer_list<std::pair<score_input, double>> known) {
  score_inputs inputs;
  for (const auto& [input, value] : known) inputs[input] = value;
  return inputs;
}

}  // namespace

std::vector<score_inputs> golden_inputs() {
  auto beyond_the_ranges = comfortable();
  beyond_the_ranges[income_rel] = 300;
  beyond_the_ranges[liquid_rel] = 2000;
  beyond_the_ranges[age] = 99;
  auto between = strained();
  between[liquid_rel] = 1.5;
  between[bills_on_time] = 5;
  between[spend_vs_income] = 2;
  between[collections] = 0;
  return {
      score_inputs{},
      comfortable(),
      strained(),
      between,
      beyond_the_ranges,
      known_only({{income_rel, 0.9}, {age, 40}}),
      known_only({{income_rel, 0.774},
                  {liquid_rel, 0.372},
                  {essential_cushion_m, 1.03},
                  {debt_service_ratio, 0.125},
                  {housing_cost_ratio, 0.288},
                  {card_balance_ratio, 0.615},
                  {spend_vs_income, 2},
                  {rent_home, 1},
                  {own_home, 0},
                  {bank_account, 1}}),
      known_only({{income_rel, 0}, {liquid_rel, 0}}),
  };
}

}  // namespace smartfin
