#include "domain/analytics/intervals.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace smartfin;

namespace {

day_range range(const char* from, const char* to) {
  return {*civil_date::parse(from), *civil_date::parse(to)};
}

std::string text_of(const std::vector<day_range>& intervals) {
  std::string text;
  for (const auto& [from, to] : intervals) text += from.to_string() + ".." + to.to_string() + " ";
  return text;
}

}  // namespace

TEST_CASE("intervals are days, weeks from Monday and calendar months, cut to their range") {
  // 2026-02-25 is a Wednesday.
  const auto asked = range("2026-02-25", "2026-03-09");
  CHECK(intervals_of(asked, interval_unit::day).size() == 13);
  CHECK(text_of(intervals_of(asked, interval_unit::week)) ==
        "2026-02-25..2026-03-01 2026-03-02..2026-03-08 2026-03-09..2026-03-09 ");
  CHECK(text_of(intervals_of(asked, interval_unit::month)) ==
        "2026-02-25..2026-02-28 2026-03-01..2026-03-09 ");
}

TEST_CASE("the count is that of the intervals, before 1970 and to the end of the calendar") {
  for (const auto unit : {interval_unit::day, interval_unit::week, interval_unit::month})
    for (const auto& asked : {range("1969-11-30", "1970-02-02"), range("1970-01-01", "1970-01-01"),
                              range("1969-12-28", "1969-12-29"), range("0001-01-01", "0001-03-05"),
                              range("9999-11-20", "9999-12-31")}) {
      const auto intervals = intervals_of(asked, unit);
      CHECK(count_intervals(asked, unit) == static_cast<std::int64_t>(intervals.size()));
      CHECK(intervals.front().from == asked.from);
      CHECK(intervals.back().to == asked.to);
      for (std::size_t i = 1; i < intervals.size(); ++i)
        CHECK(intervals[i].from == intervals[i - 1].to.plus_days(1));
    }
  CHECK(count_intervals(range("0001-01-01", "9999-12-31"), interval_unit::day) == 3'652'059);
  CHECK(count_intervals(range("2026-01-02", "2026-01-01"), interval_unit::day) == 0);
  CHECK(intervals_of(range("2026-01-02", "2026-01-01"), interval_unit::week).empty());
}
