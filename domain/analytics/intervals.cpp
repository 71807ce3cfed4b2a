#include "domain/analytics/intervals.hpp"

#include <algorithm>

namespace smartfin {
namespace {

/// Days since the Monday on or before 1970-01-01, a Thursday, in whole weeks.
std::int64_t week_index(civil_date day) {
  const std::int64_t shifted = std::int64_t{day.days()} + 3;
  return shifted >= 0 ? shifted / 7 : (shifted - 6) / 7;
}

civil_date last_day_of(civil_date day, interval_unit unit) {
  switch (unit) {
    case interval_unit::week:
      return day.plus_days(6 - static_cast<int>(day.weekday()));
    case interval_unit::month:
      return day.last_of_month();
    default:
      return day;
  }
}

}  // namespace

std::int64_t count_intervals(const day_range& range, interval_unit unit) {
  if (range.from > range.to) return 0;
  switch (unit) {
    case interval_unit::week:
      return week_index(range.to) - week_index(range.from) + 1;
    case interval_unit::month:
      return std::int64_t{civil_month{range.to}.index()} - civil_month{range.from}.index() + 1;
    default:
      return std::int64_t{range.to.days()} - range.from.days() + 1;
  }
}

std::vector<day_range> intervals_of(const day_range& range, interval_unit unit) {
  std::vector<day_range> all;
  const auto count = count_intervals(range, unit);
  all.reserve(static_cast<std::size_t>(count));
  auto from = range.from;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto to = std::min(last_day_of(from, unit), range.to);
    all.push_back({from, to});
    from = to.plus_days(1);
  }
  return all;
}

}  // namespace smartfin
