#pragma once

#include <cstdint>
#include <vector>

#include "domain/civil_date.hpp"

namespace smartfin {

enum class interval_unit : std::uint8_t { day, week, month };

/// Both days included.
struct day_range {
  civil_date from;
  civil_date to;
};

/// At most so many intervals in one report.
inline constexpr std::int64_t intervals_max = 400;

/// How many days, weeks (from Monday) or calendar months `range` touches; none when it is out of order.
std::int64_t count_intervals(const day_range& range, interval_unit unit);

/// Those, in their order, the first and the last cut to `range`. Ask for the count first: it may be millions.
std::vector<day_range> intervals_of(const day_range& range, interval_unit unit);

}  // namespace smartfin
