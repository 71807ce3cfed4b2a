#include "domain/score/explained_score.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace smartfin {
namespace {

std::vector<score_factor> grouped(const score_inputs& inputs, const score_points& points,
                                  const std::array<bool, score_input_count>& used) {
  std::array<score_factor, score_group_count> factors;
  for (const auto& traits : all_inputs()) {
    const auto index = static_cast<std::size_t>(traits.input);
    if (!used[index]) continue;
    const bool known = inputs.knows(traits.input);
    const auto group = known ? traits.group : score_group::not_known_yet;
    auto& factor = factors[static_cast<std::size_t>(group)];
    factor.points += points.points[index];
    factor.inputs.push_back({.input = traits.input,
                             .name = traits.name,
                             .value = known ? std::optional(inputs[traits.input]) : std::nullopt,
                             .points = points.points[index],
                             .known = known});
  }
  std::vector<score_factor> present;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (factors[i].inputs.empty()) continue;
    factors[i].group = static_cast<score_group>(i);
    present.push_back(std::move(factors[i]));
  }
  return present;
}

/// Rounds `parts` to tenths so that they add up to `total` tenths: the largest remainders are
/// rounded up (Hamilton's method).
std::vector<long> tenths_that_add_up(const std::vector<double>& parts, long total) {
  std::vector<long> tenths;
  for (const double part : parts) tenths.push_back(static_cast<long>(std::floor(part * 10)));
  const auto missing = total - std::accumulate(tenths.begin(), tenths.end(), 0L);
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto remainder = [&](std::size_t i) {
    return parts[i] * 10 - static_cast<double>(tenths[i]);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainder(a) > remainder(b); });
  for (std::size_t i = 0; i < order.size() && static_cast<long>(i) < missing; ++i)
    ++tenths[order[i]];
  return tenths;
}

void round_for_show(explained_score& explained) {
  std::vector<double> parts = {explained.base, explained.limit_points};
  for (const auto& factor : explained.factors) parts.push_back(factor.points);
  const auto tenths = tenths_that_add_up(parts, std::lround(explained.unrounded * 10));
  const auto shown = [&](std::size_t i) { return static_cast<double>(tenths[i]) / 10; };
  explained.shown_base = shown(0);
  explained.shown_limit_points = shown(1);
  for (std::size_t i = 0; i < explained.factors.size(); ++i)
    explained.factors[i].shown_points = shown(i + 2);
}

}  // namespace

bool has_required_inputs(const score_inputs& inputs) {
  return inputs.knows(score_input::income_rel) &&
         (inputs.knows(score_input::liquid_rel) || inputs.knows(score_input::age));
}

double coverage_of(const score_inputs& inputs, const input_terms& usual_points) {
  double known = 0;
  double all = 0;
  for (const auto& traits : all_inputs()) {
    const double usual = usual_points[static_cast<std::size_t>(traits.input)];
    all += usual;
    if (inputs.knows(traits.input)) known += usual;
  }
  return all > 0 ? known / all : 0;
}

explained_score group_points(const score_inputs& inputs, const score_points& points,
                             const std::array<bool, score_input_count>& used) {
  explained_score explained;
  explained.base = points.base;
  explained.factors = grouped(inputs, points, used);
  explained.unclamped = points.total;
  explained.unrounded = clamp_score(explained.unclamped);
  explained.limit_points = explained.unrounded - explained.unclamped;
  explained.score = shown_score(explained.unrounded);
  explained.band = band_of(explained.score);
  round_for_show(explained);
  return explained;
}

void set_range(explained_score& explained, double half_width) {
  explained.range_low = clamp_score(explained.unrounded - half_width);
  explained.range_high = clamp_score(explained.unrounded + half_width);
}

}  // namespace smartfin
