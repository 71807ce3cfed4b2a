#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/instant.hpp"

namespace smartfin {

/// A day of the proleptic Gregorian calendar, without time or zone: what a bank statement prints.
/// Always a real day between 0001-01-01 and 9999-12-31.
class civil_date {
public:
  /// 1970-01-01.
  civil_date() = default;

  static std::optional<civil_date> from_ymd(int year, unsigned month, unsigned day);
  /// "YYYY-MM-DD" and nothing else.
  static std::optional<civil_date> parse(std::string_view iso);
  /// The inverse of `days()`; nothing outside the supported years.
  static std::optional<civil_date> from_days(std::int64_t days_since_1970);
  /// The UTC day that `at` falls on.
  static civil_date of(instant at);

  int year() const;
  unsigned month() const;
  unsigned day() const;
  /// Days since 1970-01-01.
  std::int32_t days() const { return days_; }
  /// 0 is Monday, 6 is Sunday.
  unsigned weekday() const;

  /// The same day `months` later (or earlier), clamped to the end of a shorter month and to the supported years.
  civil_date plus_months(int months) const;
  /// Clamped to the supported years.
  civil_date plus_days(int days) const;
  civil_date first_of_month() const;
  civil_date last_of_month() const;

  std::string to_string() const;

  friend auto operator<=>(civil_date, civil_date) = default;

private:
  explicit civil_date(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

/// A calendar month, the unit of budgets, totals and the score's window. "2026-02".
class civil_month {
public:
  civil_month() = default;
  explicit civil_month(civil_date day);
  static std::optional<civil_month> parse(std::string_view iso);

  civil_date first_day() const;
  civil_date last_day() const;
  civil_month plus(int months) const;
  /// Months since 1970-01; the form in which it is stored and compared.
  std::int32_t index() const { return index_; }
  static civil_month from_index(std::int32_t index);
  std::string to_string() const;

  friend auto operator<=>(civil_month, civil_month) = default;

private:
  std::int32_t index_ = 0;
};

}  // namespace smartfin
