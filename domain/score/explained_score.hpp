#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/score/score_errc.hpp"
#include "domain/score/score_formula.hpp"
#include "domain/score/score_input.hpp"

namespace smartfin {

/// One input's part in the score.
struct explained_input {
  score_input input{};
  std::string_view name;
  std::optional<double> value;  // as extracted, before any model's range; nothing when unknown
  double points = 0;
  bool known = false;
};

/// The inputs of one group together. `points` is the exact sum; `shown_points` has one decimal.
struct score_factor {
  score_group group{};
  double points = 0;
  double shown_points = 0;
  std::vector<explained_input> inputs;
};

struct model_identity {
  std::string id;    // "rules-1" when no model took part
  std::string hash;  // hex SHA-256 over both models; empty for the rules
};

/// A score with everything that may be said about it.
///
/// base + sum of factors' points = unclamped, within 1e-3; unclamped + limit_points = unrounded.
/// shown_base + sum of shown_points + shown_limit_points = `unrounded` to one decimal, exactly, and
/// so within 0.5 of `score`. The limit is kept apart from the factors: it is 0 unless the scale's
/// end was reached, and it belongs to no input.
struct explained_score {
  int version = score_version;
  int score = 0;  // 0..100, as shown
  double unrounded = 0;
  double unclamped = 0;
  score_band band{};
  double range_low = 0;   // 80 % range of felt well-being behind the same inputs, on the
  double range_high = 0;  // score's scale, 0..100
  std::optional<model_output> output;  // nothing for the rules
  model_identity model;

  bool explained = true;  // false: the terms did not add up, and no factors are given
  bool rule_based = false;
  bool provisional = false;   // rules, or less than 60 % of the usual weight is known
  bool uncalibrated = false;  // reference income outside the surveys' country
  bool partial = false;       // the accounts do not hold all of the household's money
  double coverage = 0;        // 0..1, share of the usual weight that is known

  double base = 0;
  double shown_base = 0;
  double limit_points = 0;
  double shown_limit_points = 0;
  std::vector<score_factor> factors;  // in the order of `score_group`; only groups with inputs
};

/// What surrounds the inputs.
struct score_context {
  int months = 12;  // complete calendar months of history; fewer than 3 leave only the rules
  bool uncalibrated = false;
  bool partial = false;
  /// Essential outgoings that the rules take when the inputs hold none, in reference incomes of one
  /// month. NaN: 0.6 of the income. A what-if passes the value from before the change, for
  /// otherwise a rise in income would shrink the cushion.
  double assumed_outgoings_rel = std::numeric_limits<double>::quiet_NaN();
};

/// What the rules take as essential outgoings when none are known, as a share of income.
inline constexpr double assumed_outgoings_share = 0.6;
inline constexpr int months_for_models = 3;
inline constexpr double coverage_for_models = 0.35;
inline constexpr double coverage_for_final = 0.60;

/// Income and one of (spendable balances, age) are known.
bool has_required_inputs(const score_inputs& inputs);

/// Share of the usual mean |points| (`usual_points`) that the known inputs carry. 0..1.
double coverage_of(const score_inputs& inputs, const input_terms& usual_points);

/// Groups the points and fills everything that follows from them: unclamped and shown score, band,
/// limit, factors. The caller fills model, flags and range. `used` tells which inputs take part at
/// all; the others are not listed.
explained_score group_points(const score_inputs& inputs, const score_points& points,
                             const std::array<bool, score_input_count>& used);

/// Sets range_low and range_high, `half_width` points around the score within 0..100.
void set_range(explained_score& explained, double half_width);

}  // namespace smartfin
