#pragma once

#include <cstdint>
#include <optional>

#include "learning/what_if_score.hpp"

namespace smartfin {

/// What a person can move by one amount.
enum class score_lever : std::uint8_t {
  monthly_income,         // upwards
  liquid_balance,         // upwards
  monthly_debt_payments,  // downwards
  card_balance,           // downwards
  monthly_rent,           // downwards
};

/// A change of one lever and what it leads to.
struct lever_target {
  score_lever lever{};
  std::int64_t amount = 0;  // the lever's new value, minor units
  double change = 0;        // of the unrounded score
};

/// The smallest move of one lever that raises the unrounded score by at least `points`: the next
/// step of a score made of steps, or with more points the inverse of a what-if. Nothing when the
/// lever's present value is unknown, when no value of it (income and balances: up to fifty times
/// the reference income of a month, or ten times what they are) gets that far, or when the
/// household can't be scored. About forty predictions.
std::optional<lever_target> smallest_move(const household_figures& now, score_lever lever,
                                          double points, const score_models* models);

}  // namespace smartfin
