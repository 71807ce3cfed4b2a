#include "domain/imports/date_format.hpp"

#include <catch2/catch_test_macros.hpp>
#include <initializer_list>

using namespace smartfin;

namespace {

std::string read(std::string_view text, date_order order) {
  const auto date = parse_date(text, order);
  return date ? date->to_string() : "none";
}

date_profile::choice choice_of(std::initializer_list<std::string_view> dates,
                               date_order preferred) {
  date_profile profile;
  for (const auto date : dates) profile.add(date);
  return profile.decide(preferred);
}

}  // namespace

TEST_CASE("a date is read in every notation banks use") {
  for (const char* text : {"31.03.2024", "31/3/2024", "31-03-24", "31 Mar 2024", "31-Mar-24",
                           "March 31, 2024", "Mar 31 2024", "2024-03-31", "2024/3/31", "20240331",
                           "2024-03-31T23:59:59Z", "31/03/2024 12:00:01", "31032024", "2024 Mar 31",
                           "31. M\u00E4rz 2024", "20240331120000", " 31.03.2024 "})
    CHECK(read(text, date_order::day_first) == "2024-03-31");
  CHECK(read("03/31/2024 11:59:59 PM", date_order::month_first) == "2024-03-31");
  CHECK(read("24-03-31", date_order::year_first) == "2024-03-31");
  CHECK(read("1.2.69", date_order::day_first) == "2069-02-01");
  CHECK(read("1.2.70", date_order::day_first) == "1970-02-01");
}

TEST_CASE("an impossible date is none") {
  for (const char* text : {"31.02.2024", "29/02/2023", "0.1.2024", "1.13.2024", "2024-13-01",
                           "31 Foo 2024", "12", "1.2", "1.2.", "", "1.2.2024x", "1/2/20245",
                           "99999999", "00000000", "31.3.024", "-1-2-2024"})
    CHECK(read(text, date_order::day_first) == "none");
}

TEST_CASE("a file's date order is what its values allow, then dots, then the preference") {
  using enum date_order;
  CHECK(choice_of({"1/2/2024", "13/2/2024"}, month_first).order == day_first);
  CHECK(choice_of({"1/2/2024", "2/13/2024"}, day_first).order == month_first);
  CHECK(choice_of({"1.2.2024"}, month_first).order == day_first);
  CHECK_FALSE(choice_of({"1.2.2024"}, month_first).ambiguous);
  CHECK(choice_of({"1/2/2024"}, month_first).order == month_first);
  CHECK(choice_of({"1/2/2024"}, month_first).ambiguous);
  CHECK(choice_of({"1/2/2024", "13/2/2024"}, day_first).ambiguous == false);
  CHECK(choice_of({"2/2/2024"}, day_first).ambiguous == false);
  CHECK(choice_of({"2024-01-02"}, day_first).order == year_first);
  CHECK(choice_of({"1 Feb 2024"}, month_first).ambiguous == false);
}

TEST_CASE("dates that may be read either way are read as the account's banks write them") {
  CHECK(usual_date_order(currency::usd()) == date_order::month_first);
  CHECK(usual_date_order(*currency::parse("EUR")) == date_order::day_first);
  CHECK(usual_date_order(*currency::parse("GBP")) == date_order::day_first);
}
