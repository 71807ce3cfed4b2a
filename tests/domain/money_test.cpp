#include "domain/money.hpp"

#include <catch2/catch_test_macros.hpp>
#include <limits>

using namespace smartfin;

namespace {
const auto eur = *currency::parse("EUR");
const auto jpy = *currency::parse("JPY");
const auto kwd = *currency::parse("KWD");
}  // namespace

TEST_CASE("a decimal string becomes minor units of its currency and back") {
  CHECK(parse_money("-12.34", eur)->minor == -1234);
  CHECK(parse_money("12", eur)->minor == 1200);
  CHECK(parse_money("12.5", eur)->minor == 1250);
  CHECK(parse_money("1200", jpy)->minor == 1200);
  CHECK(parse_money("0.001", kwd)->minor == 1);
  CHECK(decimal_string({-1234, eur}) == "-12.34");
  CHECK(decimal_string({-5, eur}) == "-0.05");
  CHECK(decimal_string({0, eur}) == "0.00");
  CHECK(decimal_string({1200, jpy}) == "1200");
  CHECK(decimal_string({0, jpy}) == "0");
}

TEST_CASE("the whole range of 64 bits round-trips and one more is refused") {
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto highest = std::numeric_limits<std::int64_t>::max();
  for (const auto minor : {lowest, lowest + 1, highest, highest - 1})
    CHECK(parse_money(decimal_string({minor, eur}), eur)->minor == minor);
  CHECK(parse_money("92233720368547758.08", eur).error() == money_errc::out_of_range);
  CHECK(parse_money("-92233720368547758.09", eur).error() == money_errc::out_of_range);
  CHECK(negate({lowest, eur}).error() == money_errc::out_of_range);
  CHECK(add({highest, eur}, {1, eur}).error() == money_errc::out_of_range);
}

TEST_CASE("what is not a plain decimal number of the currency is refused") {
  for (const char* text :
       {"", "-", ".", "1.", ".5", "1e3", "NaN", "inf", "1,5", " 1", "1 ", "--1", "0x1", "1.2.3"})
    CHECK(parse_money(text, eur).error() == money_errc::not_a_number);
  CHECK(parse_money("1.234", eur).error() == money_errc::too_many_decimals);
  CHECK(parse_money("1.230", eur)->minor == 123);
  CHECK(parse_money("1.5", jpy).error() == money_errc::too_many_decimals);
}

TEST_CASE("a currency is an ISO 4217 code in upper case") {
  CHECK(currency::parse("EUR")->decimals() == 2);
  CHECK(jpy.decimals() == 0);
  for (const char* code : {"", "eur", "EURO", "XXX", "UR ", "EU"})
    CHECK_FALSE(currency::parse(code));
  CHECK(add({1, eur}, {1, jpy}).error() == money_errc::currency_mismatch);
}
