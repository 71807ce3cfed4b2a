#include "domain/imports/amount_format.hpp"

#include <catch2/catch_test_macros.hpp>
#include <initializer_list>

using namespace smartfin;

namespace {

const auto eur = *currency::parse("EUR");

std::string read(std::string_view text, decimal_mark mark, currency unit = eur) {
  const auto amount = parse_amount(text, mark, unit);
  if (!amount) return std::string{amount_reason(amount.error())};
  return decimal_string(*amount) + " " + std::string{amount->currency.code()};
}

decimal_mark mark_of(std::initializer_list<std::string_view> amounts, currency unit = eur) {
  amount_profile profile;
  for (const auto amount : amounts) profile.add(amount);
  return profile.decide(unit);
}

}  // namespace

TEST_CASE("amounts are read in every notation banks use") {
  const auto point = decimal_mark::point, comma = decimal_mark::comma;
  for (const char* text :
       {"-1,234.56", "(1,234.56)", "1,234.56-", "$-1,234.56", "-$1,234.56", "1 234.56-",
        "1'234.56 DR", "1\u2019234.56-", "\u22121,234.56", "1,234.56 S", "EUR -1234.56",
        "-1234.56 EUR", "-1234.560", "($1,234.56)", "- 1,234.56", "-1234.56 \u20AC"})
    CHECK(read(text, point) == "-1234.56 EUR");
  for (const char* text : {"1.234,56", "+1.234,56", "1 234,56", "1\u00A0234,56 \u20AC",
                           "1\u202F234,56", "1.234,56 H", "1'234,56CR", "1.234,56+"})
    CHECK(read(text, comma) == "1234.56 EUR");
  CHECK(read("1,23,456.00", point) == "123456.00 EUR");
  CHECK(read("kr 1 234,50", comma) == "1234.50 EUR");
  CHECK(read(".5", point) == "0.50 EUR");
  CHECK(read("5.", point) == "5.00 EUR");
  CHECK(read("12.34 USD", point) == "12.34 USD");
  CHECK(read("\u00A3"
             "12.34",
             point) == "12.34 GBP");
  CHECK(read("1,200", point, *currency::parse("JPY")) == "1200 JPY");
}

TEST_CASE("what is no amount is refused with the reason") {
  for (const char* text : {"abc", "1.2.3", "--1", "(1", "1)", "1e5", "12,34,5", "1-2", "0x12",
                           "12 apples", "1/2", "-", "\xFF"})
    CHECK(read(text, decimal_mark::point) == "The amount is not a number.");
  CHECK(read("", decimal_mark::point) == "There is no amount.");
  CHECK(read("1.234,5", decimal_mark::point) == "The amount is not a number.");
  CHECK(read("1.005", decimal_mark::point) == "The amount has more decimals than its currency.");
  CHECK(read("92233720368547758.08", decimal_mark::point) == "The amount is too large.");
  CHECK(read("-92233720368547758.08", decimal_mark::point) == "-92233720368547758.08 EUR");
}

TEST_CASE("the decimal mark of a file is the one that explains its values") {
  CHECK(mark_of({"1.234,56", "12"}) == decimal_mark::comma);
  CHECK(mark_of({"12,5", "1,234"}) == decimal_mark::comma);
  CHECK(mark_of({"1,234,567"}) == decimal_mark::point);
  CHECK(mark_of({"1,234", "100"}) == decimal_mark::point);
  CHECK(mark_of({"1.234", "100"}) == decimal_mark::comma);
  CHECK(mark_of({"1.234", "100"}, *currency::parse("KWD")) == decimal_mark::point);
  CHECK(mark_of({"0,125"}) == decimal_mark::comma);
  CHECK(mark_of({"12", "13"}) == decimal_mark::point);
}

TEST_CASE("an OFX amount has one mark, point or comma") {
  CHECK(parse_ofx_amount("-34,51", eur)->minor == -3451);
  CHECK(parse_ofx_amount("+1000.00", eur)->minor == 100000);
  CHECK(parse_ofx_amount("1.234,56", eur)->minor == 123456);
  CHECK_FALSE(parse_ofx_amount("1,234", eur));
}
