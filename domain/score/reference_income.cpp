#include "domain/score/reference_income.hpp"

#include <array>

namespace smartfin {
namespace {

struct entry {
  std::string_view currency;
  int year;
  double per_year;  // whole units
  bool calibrated;
  std::string_view source;
};

constexpr double months = 12;
constexpr double us_gross_up = 1.28;
constexpr double assumed_gross_up = 1.30;

// By currency, then year. Only the two US survey years are what the models were calibrated with;
// the later US year uses the same definition. The others have their own definitions, so scores made
// with them are marked uncalibrated. AUD, CAD and JPY name where the figure is published but were not
// checked against it; EUR is an assumption without a source.
constexpr std::array entries = {
    entry{"AUD", 2021, 1746.0 * 52, false, "Australian Bureau of Statistics, Census 2021, weekly"},
    entry{"CAD", 2020, 84000, false, "Statistics Canada, Census 2021"},
    entry{"EUR", 2021, 33700, false, "assumed"},
    entry{"GBP", 2022, 32400 * assumed_gross_up, false,
          "Office for National Statistics, disposable income of 2021/22, grossed up"},
    entry{"JPY", 2022, 4050000, false, "Ministry of Health, Labour and Welfare, survey of 2023"},
    entry{"USD", 2016, 59039, true, "US Census Bureau, income of 2016"},
    entry{"USD", 2018, 63179, true, "US Census Bureau, income of 2018"},
    entry{"USD", 2023, 80610, true, "US Census Bureau, income of 2023"},
};

}  // namespace

std::optional<reference_income> reference_income_for(currency unit, int year) {
  const entry* chosen = nullptr;
  for (const auto& candidate : entries) {
    if (candidate.currency != unit.code()) continue;
    if (!chosen || candidate.year <= year) chosen = &candidate;
  }
  if (!chosen) return std::nullopt;
  double minor = chosen->per_year / months;
  for (int digit = 0; digit < unit.decimals(); ++digit) minor *= 10;
  return reference_income{minor, chosen->year, chosen->calibrated, chosen->source};
}

double gross_up(currency unit) { return unit.code() == "USD" ? us_gross_up : assumed_gross_up; }

}  // namespace smartfin
