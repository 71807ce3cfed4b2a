#include "domain/score/rule_score.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace smartfin {
namespace {

using enum score_input;

constexpr double scale_base = 6.25;
constexpr double scale_slope = 0.695;
constexpr double neutral = 50;
constexpr std::size_t indicators_min = 3;

struct knot {
  double at;
  double value;
};

/// Linear between the knots, flat outside them.
double interpolate(std::span<const knot> knots, double at) {
  if (at <= knots.front().at) return knots.front().value;
  for (std::size_t i = 1; i < knots.size(); ++i) {
    if (at > knots[i].at) continue;
    const auto& [low, low_value] = knots[i - 1];
    const auto& [high, high_value] = knots[i];
    return low_value + (high_value - low_value) * (at - low) / (high - low);
  }
  return knots.back().value;
}

constexpr knot spending_knots[] = {{1, 0}, {2, 50}, {3, 100}};
constexpr knot budget_knots[] = {{1, 0}, {2, 25}, {3, 50}, {4, 75}, {5, 100}};
constexpr knot on_time_knots[] = {{2, 0}, {3, 30}, {4, 65}, {5, 100}};
constexpr knot cushion_knots[] = {{0, 0}, {.5, 20}, {1, 35}, {3, 65}, {6, 85}, {12, 100}};
constexpr knot share_knots[] = {{0, 100}, {.1, 90}, {.2, 75}, {.36, 40}, {.5, 15}, {.7, 0}};
constexpr knot unsecured_knots[] = {{0, 100}, {.25, 80}, {1, 50}, {3, 20}, {6, 0}};

/// One known indicator: its value 0..100 and how its distance from `neutral` is shared.
struct indicator {
  double value;
  std::vector<std::pair<score_input, double>> parts;
};
using maybe_indicator = std::optional<indicator>;

indicator decided_by(score_input input, double value) {
  return {value, {{input, value - neutral}}};
}

maybe_indicator read_off(const score_inputs& inputs, score_input input,
                         std::span<const knot> knots) {
  if (!inputs.knows(input)) return std::nullopt;
  return decided_by(input, interpolate(knots, inputs[input]));
}

maybe_indicator either(maybe_indicator first, maybe_indicator second) {
  return first ? std::move(first) : std::move(second);
}

maybe_indicator cushion(const score_inputs& inputs, const score_context& context) {
  if (inputs.knows(essential_cushion_m))
    return read_off(inputs, essential_cushion_m, cushion_knots);
  const double outgoings = std::isnan(context.assumed_outgoings_rel)
                               ? assumed_outgoings_share * inputs[income_rel]
                               : context.assumed_outgoings_rel;
  if (!inputs.knows(liquid_rel) || !(outgoings > 0)) return std::nullopt;
  return decided_by(liquid_rel, interpolate(cushion_knots, inputs[liquid_rel] / outgoings));
}

/// Two yes-or-no inputs with weights; a single known one speaks for both.
maybe_indicator weighted_pair(const score_inputs& inputs, std::pair<score_input, double> first,
                              std::pair<score_input, double> second) {
  indicator found{0, {}};
  double weight = 0;
  for (const auto& [input, share] : {first, second})
    if (inputs.knows(input)) weight += share;
  if (weight == 0) return std::nullopt;
  for (const auto& [input, share] : {first, second}) {
    if (!inputs.knows(input)) continue;
    const double value = 100 * inputs[input] * share / weight;
    found.value += value;
    found.parts.emplace_back(input, value - neutral * share / weight);
  }
  return found;
}

maybe_indicator unsecured_debt(const score_inputs& inputs) {
  if (inputs[high_cost_credit] > 0) return decided_by(high_cost_credit, 0);
  const bool knows_card = inputs.knows(card_balance_ratio);
  const bool knows_other = inputs.knows(other_debt_ratio);
  if (!knows_card && !knows_other) return std::nullopt;
  const double card = knows_card ? inputs[card_balance_ratio] : 0;
  const double other = knows_other ? inputs[other_debt_ratio] : 0;
  const auto larger =
      knows_card && (!knows_other || card >= other) ? card_balance_ratio : other_debt_ratio;
  return decided_by(larger, interpolate(unsecured_knots, card + other));
}

std::vector<indicator> known_indicators(const score_inputs& inputs, const score_context& context) {
  maybe_indicator candidates[] = {
      either(read_off(inputs, spend_vs_income, spending_knots),
             read_off(inputs, within_budget, budget_knots)),
      read_off(inputs, bills_on_time, on_time_knots),
      cushion(inputs, context),
      weighted_pair(inputs, {retirement_acct, 60}, {investments, 40}),
      either(read_off(inputs, debt_service_ratio, share_knots),
             read_off(inputs, housing_cost_ratio, share_knots)),
      unsecured_debt(inputs),
      weighted_pair(inputs, {auto_saving, 60}, {health_insurance, 40}),
  };
  std::vector<indicator> known;
  for (auto& candidate : candidates)
    if (candidate) known.push_back(std::move(*candidate));
  return known;
}

constexpr double indicators_all = 7;

/// The inputs of the rules; `unknown` ones are listed under "Not known yet".
std::array<bool, score_input_count> inputs_of_rules() {
  std::array<bool, score_input_count> used{};
  for (const auto input :
       {spend_vs_income, within_budget, bills_on_time, essential_cushion_m, liquid_rel,
        retirement_acct, investments, debt_service_ratio, housing_cost_ratio, high_cost_credit,
        card_balance_ratio, other_debt_ratio, auto_saving, health_insurance})
    used[static_cast<std::size_t>(input)] = true;
  return used;
}

}  // namespace

result<explained_score, score_errc> rule_score(const score_inputs& inputs,
                                               const score_context& context) {
  const auto known = known_indicators(inputs, context);
  if (known.size() < indicators_min) return failure{score_errc::too_little_known};
  score_points points;
  points.base = scale_base + scale_slope * neutral;
  const double share = scale_slope / static_cast<double>(known.size());
  for (const auto& found : known)
    for (const auto& [input, distance] : found.parts)
      points.points[static_cast<std::size_t>(input)] += share * distance;
  double sum = 0;
  for (const auto& found : known) sum += found.value;
  points.total = scale_base + share * sum;

  auto explained = group_points(inputs, points, inputs_of_rules());
  explained.model = {.id = "rules-1", .hash = {}};
  explained.rule_based = true;
  explained.provisional = true;
  explained.uncalibrated = context.uncalibrated;
  explained.partial = context.partial;
  explained.coverage = static_cast<double>(known.size()) / indicators_all;
  set_range(explained, rule_range_half_width);
  return explained;
}

}  // namespace smartfin
