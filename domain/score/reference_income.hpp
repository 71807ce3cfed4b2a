#pragma once

#include <optional>
#include <string_view>

#include "domain/money.hpp"

namespace smartfin {

/// The yardstick that takes currency and inflation out of the score: the median gross income of a
/// household, per month.
struct reference_income {
  double minor_per_month = 0;
  int year = 0;             // the year the income was earned in
  bool calibrated = false;  // the surveys' own country, with the surveys' own definition
  std::string_view source;
};

/// The latest entry not after `year` for the currency's main country, else its earliest. Nothing
/// for a currency without an entry: then income and balances stay unknown to the models, and only
/// the rules, which need no yardstick, can answer.
std::optional<reference_income> reference_income_for(currency unit, int year);

/// Gross household income over net pay, where only net pay is seen (US: 1.28). An assumption, to be
/// used only while the profile gives no gross income.
double gross_up(currency unit);

}  // namespace smartfin
