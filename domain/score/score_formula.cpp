#include "domain/score/score_formula.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace smartfin {
namespace {

constexpr double centre = 50;
constexpr double centre_wellbeing = 54;
constexpr double centre_margin = -1.7;

constexpr std::array<int, score_band_count> lower_ends = {0, 20, 35, 50, 65, 80};
constexpr std::array<std::string_view, score_band_count> names = {
    "critical", "vulnerable", "coping", "stable", "strong", "thriving"};

}  // namespace

double combined_score(const model_output& output) {
  return centre + points_per_wellbeing * (output.wellbeing - centre_wellbeing) +
         points_per_log_odds * (output.stress_margin - centre_margin);
}

double clamp_score(double score) { return std::clamp(score, 0.0, 100.0); }

double stress_probability(const model_output& output) {
  return 1 / (1 + std::exp(-output.stress_margin));
}

score_points points_of(const model_terms& terms) {
  score_points result;
  result.base = combined_score({terms.wellbeing_bias, terms.stress_bias});
  result.total = result.base;
  for (std::size_t i = 0; i < score_input_count; ++i) {
    result.points[i] =
        points_per_wellbeing * terms.wellbeing[i] + points_per_log_odds * terms.stress[i];
    result.total += result.points[i];
  }
  return result;
}

score_band band_of(int shown) {
  const auto above = std::upper_bound(lower_ends.begin() + 1, lower_ends.end(), shown);
  return static_cast<score_band>(above - lower_ends.begin() - 1);
}

std::string_view band_name(score_band band) { return names[static_cast<std::size_t>(band)]; }

int shown_score(double clamped_score) { return static_cast<int>(std::lround(clamped_score)); }

}  // namespace smartfin
