#include "domain/civil_date.hpp"

#include <algorithm>
#include <cstdio>

namespace smartfin {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int32_t first_day = static_cast<std::int32_t>(
    sys_days{year_month_day{std::chrono::year{1}, std::chrono::month{1}, std::chrono::day{1}}}
        .time_since_epoch()
        .count());
constexpr std::int32_t last_day = static_cast<std::int32_t>(
    sys_days{year_month_day{std::chrono::year{9999}, std::chrono::month{12}, std::chrono::day{31}}}
        .time_since_epoch()
        .count());

year_month_day split(std::int32_t days) {
  return year_month_day{sys_days{std::chrono::days{days}}};
}

/// Exactly `count` digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return -1;
  int number = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

}  // namespace

std::optional<civil_date> civil_date::from_ymd(int year, unsigned month, unsigned day) {
  if (year < 1 || year > 9999) return std::nullopt;
  const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                            std::chrono::day{day}};
  if (!date.ok()) return std::nullopt;
  return civil_date{static_cast<std::int32_t>(sys_days{date}.time_since_epoch().count())};
}

std::optional<civil_date> civil_date::parse(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  const int year = digits(iso, 0, 4), month = digits(iso, 5, 2), day = digits(iso, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  return from_ymd(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::optional<civil_date> civil_date::from_days(std::int64_t days) {
  if (days < first_day || days > last_day) return std::nullopt;
  return civil_date{static_cast<std::int32_t>(days)};
}

civil_date civil_date::of(instant at) {
  const auto days = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
  return civil_date{std::clamp(static_cast<std::int32_t>(days), first_day, last_day)};
}

int civil_date::year() const { return static_cast<int>(split(days_).year()); }
unsigned civil_date::month() const { return static_cast<unsigned>(split(days_).month()); }
unsigned civil_date::day() const { return static_cast<unsigned>(split(days_).day()); }

unsigned civil_date::weekday() const {
  return std::chrono::weekday{sys_days{std::chrono::days{days_}}}.iso_encoding() - 1;
}

civil_date civil_date::plus_months(int months) const {
  const auto month = civil_month{*this}.plus(months);
  const auto last = month.last_day();
  return *from_ymd(last.year(), last.month(), std::min(day(), last.day()));
}

civil_date civil_date::plus_days(int days) const {
  const auto moved = static_cast<std::int64_t>(days_) + days;
  return civil_date{
      static_cast<std::int32_t>(std::clamp<std::int64_t>(moved, first_day, last_day))};
}

civil_date civil_date::first_of_month() const { return civil_month{*this}.first_day(); }
civil_date civil_date::last_of_month() const { return civil_month{*this}.last_day(); }

std::string civil_date::to_string() const {
  const auto date = split(days_);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

civil_month::civil_month(civil_date day)
    : index_((day.year() - 1970) * 12 + static_cast<std::int32_t>(day.month()) - 1) {}

civil_month civil_month::from_index(std::int32_t index) {
  civil_month month;
  month.index_ = std::clamp(index, (1 - 1970) * 12, (9999 - 1970) * 12 + 11);
  return month;
}

std::optional<civil_month> civil_month::parse(std::string_view iso) {
  if (iso.size() != 7) return std::nullopt;
  const auto day = civil_date::parse(std::string{iso} + "-01");
  if (!day) return std::nullopt;
  return civil_month{*day};
}

civil_date civil_month::first_day() const {
  const int months = index_ + 1970 * 12;
  return *civil_date::from_ymd(months / 12, static_cast<unsigned>(months % 12) + 1, 1);
}

civil_date civil_month::last_day() const {
  const auto first = split(first_day().days());
  const std::chrono::year_month_day_last last{first.year(),
                                              std::chrono::month_day_last{first.month()}};
  return *civil_date::from_days(sys_days{last}.time_since_epoch().count());
}

civil_month civil_month::plus(int months) const {
  const auto moved = static_cast<std::int64_t>(index_) + months;
  return from_index(
      static_cast<std::int32_t>(std::clamp<std::int64_t>(moved, -1'000'000, 1'000'000)));
}

std::string civil_month::to_string() const { return first_day().to_string().substr(0, 7); }

std::string to_rfc3339(instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(at - day).count();
  char text[20];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d.%03dZ", static_cast<int>(ms / 3'600'000),
                static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60),
                static_cast<int>(ms % 1000));
  return civil_date::of(at).to_string() + text;
}

std::optional<instant> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':')
    return std::nullopt;
  const auto day = civil_date::parse(text.substr(0, 10));
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return std::nullopt;
  std::size_t at = 19;
  std::int64_t micros = 0;
  if (text[at] == '.') {
    std::size_t count = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++count)
      if (count < 6) micros = micros * 10 + (text[at] - '0');
    if (count == 0 || count > 9) return std::nullopt;
    for (; count < 6; ++count) micros *= 10;
  }
  int offset_min = 0;
  const auto zone = text.substr(at);
  if (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':') {
    const int hours = digits(zone, 1, 2), minutes = digits(zone, 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    offset_min = (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
  } else if (zone != "Z" && zone != "z") {
    return std::nullopt;
  }
  return instant{std::chrono::days{day->days()} + std::chrono::hours{hour} +
                 std::chrono::minutes{minute - offset_min} + std::chrono::seconds{second} +
                 std::chrono::microseconds{micros}};
}

}  // namespace smartfin
