#pragma once

#include <cstdint>
#include <string_view>

#include "domain/score/score_input.hpp"

namespace smartfin {

/// Bumped whenever a model or the formula changes, so that histories never mix two scales.
inline constexpr int score_version = 1;

/// What the two models say about one household.
struct model_output {
  /// Points of the CFPB Financial Well-Being Scale, 14..95 in the survey.
  double wellbeing = 0;
  /// Log-odds of a late payment, payday loan or credit denial within a year.
  double stress_margin = 0;
};

/// Each model's output as a sum: bias + terms. Inputs a model does not use have the term 0.
struct model_terms {
  double wellbeing_bias = 0;
  double stress_bias = 0;
  input_terms wellbeing{};
  input_terms stress{};
};

/// Points of the score per point of the well-being scale.
inline constexpr double points_per_wellbeing = 1.2;
/// Points of the score per unit of log-odds: stress odds halved are 5.5 points.
inline constexpr double points_per_log_odds = -8;

/// 50 + 1.2 (F - 54) - 8 (M + 1.7), not clamped. The centre is the median US household of
/// 2016-2019; the weights give each survey's outcome half of the say.
double combined_score(const model_output& output);
double clamp_score(double score);
/// 0..1: how many of 100 households with finances like these had such an event in the past year.
double stress_probability(const model_output& output);

/// The score of a household about which nothing is known, and each input's part of the rest:
/// base + all points = total, up to the rounding of the engine's floats.
struct score_points {
  double base = 0;
  input_terms points{};
  double total = 0;  // the score before clamping
};
/// `total` is `combined_score` of the summed terms.
score_points points_of(const model_terms& terms);

/// Cut points 20, 35, 50, 65, 80 of the shown, whole score.
enum class score_band : std::uint8_t { critical, vulnerable, coping, stable, strong, thriving };
inline constexpr std::size_t score_band_count = 6;

/// `shown_score` is 0..100.
score_band band_of(int shown_score);
/// "critical" .. "thriving".
std::string_view band_name(score_band band);

/// The whole number to show: the score rounded, so that exact points add up to within 0.5 of it, and so do the shown
/// ones, which have one decimal.
int shown_score(double clamped_score);

}  // namespace smartfin
