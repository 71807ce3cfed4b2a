#include <boost/json/value.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "described_samples.hpp"

using namespace smartfin;
using namespace smartfin::samples;

namespace {

const auto eur = *currency::parse("EUR");

everything filled() {
  auto all = json::blank<everything>();
  all.flag = true;
  all.whole = std::numeric_limits<std::int64_t>::min();
  all.small = 255;
  all.large = std::numeric_limits<std::uint64_t>::max();
  all.real = -0.1;
  all.text = "caf\xc3\xa9 \"quoted\" \\ \n\t\x01 \xf0\x9f\x92\xb6";
  all.amount = {-1234, eur};
  all.unit = *currency::parse("JPY");
  all.day = *civil_date::parse("2024-02-29");
  all.month = *civil_month::parse("2026-12");
  all.at = *parse_rfc3339("2026-02-28T23:59:59.123456Z");
  all.account = {42};
  all.wait_s = std::chrono::seconds(90);
  all.paint = colour::green;
  all.maybe = 7;
  all.change = std::string("new");
  all.lines = {{{5, eur}, "a"}, {{std::numeric_limits<std::int64_t>::min(), eur}, ""}};
  all.holes = {1, std::nullopt, 3};
  all.totals = {{"b/~", {1, eur}}, {"a", {2, eur}}};
  all.words = {"", "x"};
  return all;
}

bool same(const everything& a, const everything& b) {
  return a.flag == b.flag && a.whole == b.whole && a.small == b.small && a.large == b.large &&
         a.real == b.real && a.text == b.text && a.amount == b.amount && a.unit == b.unit &&
         a.day == b.day && a.month == b.month && a.at == b.at && a.account == b.account &&
         a.wait_s == b.wait_s && a.paint == b.paint && a.maybe == b.maybe && a.change == b.change &&
         a.lines == b.lines && a.holes == b.holes && a.totals == b.totals && a.words == b.words;
}

}  // namespace

TEST_CASE("every supported type comes back as it went, strictly and leniently read") {
  const auto all = filled();
  const auto text = json::encode(all);
  CAPTURE(text);
  field_errors errors;
  const auto strict = json::decode_text<everything>(text, errors);
  REQUIRE(errors.empty());
  REQUIRE(strict);
  CHECK(same(*strict, all));
  const auto lenient = json::decode_lenient<everything>(*json::parse_body(text), errors);
  REQUIRE(lenient);
  CHECK(same(*lenient, all));
  CHECK(json::encode(*strict) == text);
}

TEST_CASE("the JSON of a value is the one the conventions promise") {
  auto all = filled();
  all.maybe.reset();
  all.change = {};
  all.text = "x";
  all.at = *parse_rfc3339("2026-02-28T23:59:59.120Z");
  CHECK(json::encode(all) ==
        R"({"flag":true,"whole":-9223372036854775808,"small":255,"large":18446744073709551615,)"
        R"("real":-0.1,"text":"x","amount":{"amount":"-12.34","currency":"EUR"},"unit":"JPY",)"
        R"("day":"2024-02-29","month":"2026-12","at":"2026-02-28T23:59:59.120Z","account":42,)"
        R"("wait_s":90,"paint":"green","lines":[{"amount":{"amount":"0.05","currency":"EUR"},)"
        R"("note":"a"},{"amount":{"amount":"-92233720368547758.08","currency":"EUR"},"note":""}],)"
        R"("holes":[1,null,3],"totals":{"a":{"amount":"0.02","currency":"EUR"},)"
        R"("b/~":{"amount":"0.01","currency":"EUR"}},"words":["","x"]})");
  CHECK(json::encode(nobody{}) == "{}");
}

TEST_CASE("a patch says nothing, clears or sets, and reads back as it said") {
  auto all = filled();
  const auto back = [&](patch<std::string> change) {
    all.change = std::move(change);
    field_errors errors;
    return json::decode_text<everything>(json::encode(all), errors)->change;
  };
  CHECK_FALSE(back({}).present());
  CHECK(back(patch<std::string>::cleared()).clears());
  CHECK(back(std::string("v")).value() == "v");
}

TEST_CASE("a secret is read, and written as stars unless a link asks for it") {
  field_errors errors;
  const auto read = json::decode_text<credentials>(R"({"email":"a@b","password":"pw"})", errors);
  REQUIRE(read);
  CHECK(read->password.reveal() == "pw");
  CHECK(json::encode(*read) == R"({"email":"a@b","password":"***"})");
  CHECK(json::encode(*read, json::secrets::revealed) == R"({"email":"a@b","password":"pw"})");
}

TEST_CASE("a number that is not finite is never written") {
  auto all = filled();
  for (const double bad :
       {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN()}) {
    all.real = bad;
    CHECK_THROWS_AS(json::encode(all), std::domain_error);
  }
}

TEST_CASE("a real number comes back to its last bit") {
  std::minstd_rand random{7};
  for (int i = 0; i < 10'000; ++i) {
    auto all = json::blank<everything>();
    const auto digits = static_cast<double>((std::uint64_t{random()} << 22) ^ random());
    all.real = std::ldexp(digits, static_cast<int>(random() % 200) - 150);
    const auto back = json::decode_stored<everything>(json::encode(all));
    REQUIRE(back);
    REQUIRE(back->real == all.real);
  }
}

TEST_CASE("a struct that contains itself round-trips") {
  const std::string text =
      R"({"name":"a","children":[{"name":"b","children":[]},{"name":"c","children":[]}]})";
  field_errors errors;
  CHECK(json::encode(*json::decode_text<tree>(text, errors)) == text);
}

TEST_CASE("between nodes unknown fields and enumerators are ignored and missing ones default") {
  field_errors errors;
  const auto from = [&](std::string_view text) {
    return json::decode_lenient<everything>(*json::parse_body(text), errors);
  };
  const auto sparse = from(R"({"whole":3,"invented":[1],"paint":"ultraviolet"})");
  REQUIRE(sparse);
  CHECK(sparse->whole == 3);
  CHECK(sparse->paint == colour::red);
  CHECK(sparse->amount == money{0, currency::usd()});
  CHECK_FALSE(from(R"({"whole":"3"})"));
  CHECK(errors == field_errors{{"/whole", "wrong_type", "must be an integer"}});
}
