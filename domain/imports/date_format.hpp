#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/civil_date.hpp"
#include "domain/money.hpp"

namespace smartfin {

enum class date_order : std::uint8_t { year_first = 1, day_first = 2, month_first = 3 };

std::string_view date_order_name(date_order order);
/// How the banks that keep accounts in this currency write dates, as far as that can be told: the month first for US
/// dollars, the day first for all others.
date_order usual_date_order(const currency& unit);

/// Reads one written date in the given order: "2024-03-31", "31.3.24", "03/31/2024", "31 Mar 2024",
/// "March 31, 2024", "20240331", any of them with a time behind. A month's name and a four-digit
/// year in front overrule the order. Two-digit years are 1970 to 2069 (POSIX). Nothing when it is
/// no real day.
std::optional<civil_date> parse_date(std::string_view text, date_order order);

/// Gathers the dates of a whole file and finds the order that fits most of them.
class date_profile {
public:
  void add(std::string_view text);

  struct choice {
    date_order order = date_order::day_first;
    bool ambiguous = false;  // the values fit another order equally well; the preference decided
  };
  /// `preferred` decides only what the values leave open.
  choice decide(date_order preferred) const;

  std::size_t seen() const { return seen_; }
  /// How many of the values are a date in the order that fits best.
  std::size_t best_fit() const;

private:
  std::size_t seen_ = 0;
  std::size_t dotted_ = 0;             // "3.4.2024": no country writes the month first with dots
  std::size_t open_ = 0;               // another day when the month is read first
  std::array<std::size_t, 4> fits_{};  // indexed by date_order
};

}  // namespace smartfin
