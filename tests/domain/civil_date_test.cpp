#include "domain/civil_date.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace smartfin;

TEST_CASE("a date is a real day in ISO form or nothing") {
  CHECK(civil_date::parse("2024-02-29")->to_string() == "2024-02-29");
  for (const char* text : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "24-01-01",
                           "0000-01-01", "", "2024-01-01T", "2024/01/01"})
    CHECK_FALSE(civil_date::parse(text));
}

TEST_CASE("every supported day round-trips through its number") {
  for (auto days = civil_date::parse("1899-12-31")->days(); days < 60'000; days += 13) {
    const auto date = *civil_date::from_days(days);
    CHECK(civil_date::parse(date.to_string())->days() == days);
    CHECK(civil_month{date}.first_day() <= date);
    CHECK(date <= civil_month{date}.last_day());
  }
}

TEST_CASE("moving by months clamps to the end of a shorter month") {
  CHECK(civil_date::parse("2024-01-31")->plus_months(1).to_string() == "2024-02-29");
  CHECK(civil_date::parse("2024-03-31")->plus_months(-13).to_string() == "2023-02-28");
  CHECK(civil_date::parse("9999-12-31")->plus_months(1).to_string() == "9999-12-31");
  CHECK(civil_month::parse("2024-12")->plus(1).to_string() == "2025-01");
}

TEST_CASE("instants are RFC 3339 in UTC") {
  const auto at = *parse_rfc3339("2026-02-28T23:59:59.123456Z");
  CHECK(to_rfc3339(at) == "2026-02-28T23:59:59.123Z");
  CHECK(parse_rfc3339("2026-03-01T01:59:59.123456+02:00") == at);
  CHECK(civil_date::of(at).to_string() == "2026-02-28");
  for (const char* text : {"2026-02-28", "2026-02-28T24:00:00Z", "2026-02-28T10:00:00",
                           "2026-02-28T10:00:00.Z", "2026-02-30T10:00:00Z"})
    CHECK_FALSE(parse_rfc3339(text));
}
