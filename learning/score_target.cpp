#include "learning/score_target.hpp"

#include <algorithm>
#include <cmath>

#include "learning/explain_score.hpp"

namespace smartfin {
namespace {

constexpr double reference_months_max = 50;
constexpr double growth_max = 10;

/// NaN when unknown.
double present(const household_figures& now, score_lever lever) {
  switch (lever) {
    case score_lever::monthly_income:
      return now.net_income;
    case score_lever::liquid_balance:
      return now.liquid;
    case score_lever::monthly_debt_payments:
      return now.loan_payments + now.mortgage_payment + now.card_payments;
    case score_lever::card_balance:
      return now.card_balance;
    case score_lever::monthly_rent:
      return now.rent;
  }
  return household_figures::unknown;
}

bool moves_up(score_lever lever) {
  return lever == score_lever::monthly_income || lever == score_lever::liquid_balance;
}

what_if_changes set_to(score_lever lever, std::int64_t amount) {
  what_if_changes changes;
  switch (lever) {
    case score_lever::monthly_income:
      changes.monthly_income = amount;
      break;
    case score_lever::liquid_balance:
      changes.liquid_balance = amount;
      break;
    case score_lever::monthly_debt_payments:
      changes.monthly_debt_payments = amount;
      break;
    case score_lever::card_balance:
      changes.card_balance = amount;
      break;
    case score_lever::monthly_rent:
      changes.monthly_rent = amount;
      break;
  }
  return changes;
}

/// Scores one value of the lever after the other, without explaining each.
class lever_scorer {
public:
  lever_scorer(const household_figures& now, score_lever lever, const score_models* models)
      : now_(now), lever_(lever), models_(models), context_(context_of_comparison(now)) {}

  std::optional<double> score_now() const { return score_of(now_); }
  std::optional<double> score_at(std::int64_t amount) const {
    const auto changed = apply(now_, set_to(lever_, amount));
    return changed ? score_of(*changed) : std::nullopt;
  }

private:
  std::optional<double> score_of(const household_figures& figures) const {
    const auto score = score_only(inputs_of(figures), models_, context_);
    return score ? std::optional(*score) : std::nullopt;
  }

  const household_figures& now_;
  score_lever lever_;
  const score_models* models_;
  score_context context_;
};

}  // namespace

std::optional<lever_target> smallest_move(const household_figures& now, score_lever lever,
                                          double points, const score_models* models) {
  const double value = present(now, lever);
  if (std::isnan(value)) return std::nullopt;
  const lever_scorer scorer(now, lever, models);
  const auto before = scorer.score_now();
  if (!before) return std::nullopt;
  const double reference = std::isnan(now.reference) ? 0 : now.reference;
  const double farthest =
      moves_up(lever) ? std::max(growth_max * value, reference_months_max * reference) : 0;
  // The score is monotone in the lever, so the first value that is far enough can be bisected for.
  auto too_near = static_cast<std::int64_t>(std::llround(std::max(0.0, value)));
  auto far_enough = static_cast<std::int64_t>(std::llround(farthest));
  auto reached = scorer.score_at(far_enough);
  if (!reached || *reached < *before + points) return std::nullopt;
  while (std::abs(far_enough - too_near) > 1) {
    const auto middle = too_near + (far_enough - too_near) / 2;
    const auto score = scorer.score_at(middle);
    if (!score) return std::nullopt;
    if (*score < *before + points) {
      too_near = middle;
    } else {
      far_enough = middle;
      reached = score;
    }
  }
  return lever_target{lever, far_enough, *reached - *before};
}

}  // namespace smartfin
