#include "learning/explain_score.hpp"

#include <algorithm>

#include "domain/score/rule_score.hpp"

namespace smartfin {
namespace {

constexpr double hidden_share_measured = 0.325;

/// Half of the 80 % range in points: measured with everything known and with a third hidden, and
/// continued on that line.
double range_half_width(const wellbeing_spread& spread, double coverage) {
  const double growth = std::max(0.0, spread.third_missing - spread.complete);
  return points_per_wellbeing * (spread.complete + growth * (1 - coverage) / hidden_share_measured);
}

std::array<bool, score_input_count> inputs_of_models() {
  std::array<bool, score_input_count> used{};
  for (const auto& traits : all_inputs())
    used[static_cast<std::size_t>(traits.input)] = traits.wellbeing || traits.stress;
  return used;
}

/// The engine's own prediction is the total: its trees are monotone to the last bit, while the sum
/// of the terms carries their rounding.
score_points points_for(const model_terms& terms, const model_output& output) {
  auto points = points_of(terms);
  points.total = combined_score(output);
  return points;
}

/// A score without factors: its base is all of it.
explained_score unexplained(const score_inputs& inputs, const model_output& output) {
  const double score = combined_score(output);
  auto bare = group_points(inputs, {.base = score, .points = {}, .total = score}, {});
  bare.explained = false;
  return bare;
}

bool models_can_answer(const score_inputs& inputs, const score_models* models,
                       const score_context& context) {
  return models != nullptr && context.months >= months_for_models && has_required_inputs(inputs) &&
         coverage_of(inputs, models->manifest().usual_points) >= coverage_for_models;
}

}  // namespace

result<explained_score, score_errc> explain(const score_inputs& inputs, const score_models* models,
                                            const score_context& context) {
  if (!models_can_answer(inputs, models, context)) return rule_score(inputs, context);
  const auto output = models->predict(inputs);
  if (!output) return rule_score(inputs, context);
  const auto terms = models->explain(inputs);
  auto answer = terms ? group_points(inputs, points_for(*terms, *output), inputs_of_models())
                      : unexplained(inputs, *output);
  const auto& manifest = models->manifest();
  answer.output = *output;
  answer.model = models->identity();
  answer.coverage = coverage_of(inputs, manifest.usual_points);
  answer.provisional = answer.coverage < coverage_for_final;
  answer.uncalibrated = context.uncalibrated;
  answer.partial = context.partial;
  set_range(answer, range_half_width(manifest.spread, answer.coverage));
  return answer;
}

result<double, score_errc> score_only(const score_inputs& inputs, const score_models* models,
                                      const score_context& context) {
  if (models_can_answer(inputs, models, context))
    if (const auto output = models->predict(inputs)) return clamp_score(combined_score(*output));
  const auto rules = rule_score(inputs, context);
  if (!rules) return failure{rules.error()};
  return rules->unrounded;
}

}  // namespace smartfin
