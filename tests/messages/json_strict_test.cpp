#include <boost/json/value.hpp>
#include <catch2/catch_test_macros.hpp>

#include "described_samples.hpp"

using namespace smartfin;
using namespace smartfin::samples;

namespace {

struct numbers {
  std::optional<std::int64_t> whole;
  std::optional<std::uint8_t> small;
  std::optional<double> real;
  std::optional<account_id> account;
  std::optional<std::string> text;
  std::optional<money> amount;
  std::optional<currency> unit;
  std::optional<civil_date> day;
  std::optional<civil_month> month;
  std::optional<instant> at;
  std::optional<colour> paint;
  std::optional<bool> flag;
  std::optional<std::vector<std::int64_t>> list;
  std::optional<std::map<std::string, std::int64_t>> map;
};
BOOST_DESCRIBE_STRUCT(numbers, (),
                      (whole, small, real, account, text, amount, unit, day, month, at, paint, flag,
                       list, map))

/// "field code" of each error, in order.
template <class T>
std::vector<std::string> refusals(std::string_view text) {
  field_errors errors;
  const auto value = json::decode_text<T>(text, errors);
  CHECK(value.has_value() == errors.empty());
  std::vector<std::string> found;
  for (const auto& each : errors) found.push_back(each.field + " " + each.code);
  return found;
}

using list = std::vector<std::string>;

}  // namespace

TEST_CASE("each wrong value is refused with its field and a stable code") {
  const std::pair<std::string_view, std::string> table[] = {
      {R"({"whole":"1"})", "/whole wrong_type"},
      {R"({"whole":true})", "/whole wrong_type"},
      {R"({"whole":1.5})", "/whole not_an_integer"},
      {R"({"whole":9223372036854775808})", "/whole out_of_range"},
      {R"({"whole":-9223372036854775809})", "/whole out_of_range"},
      {R"({"whole":1e19})", "/whole out_of_range"},
      {R"({"small":256})", "/small out_of_range"},
      {R"({"small":-1})", "/small out_of_range"},
      {R"({"real":"NaN"})", "/real wrong_type"},
      {R"({"account":0})", "/account out_of_range"},
      {R"({"account":-4})", "/account out_of_range"},
      {R"({"account":9007199254740992})", "/account out_of_range"},
      {R"({"text":1})", "/text wrong_type"},
      {R"({"text":"a\u0000b"})", "/text not_text"},
      {R"({"amount":"12.00"})", "/amount wrong_type"},
      {R"({"amount":{"amount":12,"currency":"EUR"}})", "/amount/amount wrong_type"},
      {R"({"amount":{"amount":"12","currency":"eur"}})", "/amount/currency unknown_currency"},
      {R"({"amount":{"amount":"12"}})", "/amount/currency required"},
      {R"({"amount":{"currency":"EUR"}})", "/amount/amount required"},
      {R"({"amount":{"amount":"1,2","currency":"EUR"}})", "/amount/amount not_a_number"},
      {R"({"amount":{"amount":"0.001","currency":"EUR"}})", "/amount/amount too_many_decimals"},
      {R"({"amount":{"amount":"99999999999999999999","currency":"EUR"}})",
       "/amount/amount out_of_range"},
      {R"({"amount":{"amount":"1","currency":"EUR","x":1}})", "/amount/x unknown_field"},
      {R"({"unit":"ZZZ"})", "/unit unknown_currency"},
      {R"({"day":"2026-02-29"})", "/day not_a_date"},
      {R"({"day":20260201})", "/day wrong_type"},
      {R"({"month":"2026-13"})", "/month not_a_month"},
      {R"({"at":"2026-02-01"})", "/at not_an_instant"},
      {R"({"paint":"RED"})", "/paint unknown_value"},
      {R"({"paint":1})", "/paint wrong_type"},
      {R"({"flag":1})", "/flag wrong_type"},
      {R"({"flag":"true"})", "/flag wrong_type"},
      {R"({"list":{}})", "/list wrong_type"},
      {R"({"list":[1,"2"]})", "/list/1 wrong_type"},
      {R"({"map":[]})", "/map wrong_type"},
      {R"({"map":{"a/b~c":"x"}})", "/map/a~1b~0c wrong_type"},
      {R"({"extra":1})", "/extra unknown_field"},
      {R"([])", " wrong_type"},
      {R"(null)", " wrong_type"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    CHECK(refusals<numbers>(text) == list{expected});
  }
}

TEST_CASE("an integer may be written with a point or an exponent as long as it is whole") {
  field_errors errors;
  CHECK(json::decode_text<numbers>(R"({"whole":5.0})", errors)->whole == 5);
  CHECK(json::decode_text<numbers>(R"({"whole":5e2})", errors)->whole == 500);
  CHECK(json::decode_text<numbers>(R"({"whole":9223372036854775807})", errors)->whole ==
        9223372036854775807);
}

TEST_CASE("a number beyond a double never becomes an infinity") {
  for (const char* text : {R"({"real":1e400})", R"({"real":-1e400})", R"({"whole":1e400})"}) {
    CAPTURE(text);
    CHECK(refusals<numbers>(text).size() == 1);
  }
  for (const char* text : {R"({"real":NaN})", R"({"real":Infinity})", R"({"real":-inf})"})
    CHECK(refusals<numbers>(text) == list{" not_json"});
}

TEST_CASE("all errors of a body are reported together") {
  CHECK(refusals<line>(R"({"amount":{"amount":"x","currency":"EUR"},"typo":1})") ==
        list{"/amount/amount not_a_number", "/note required", "/typo unknown_field"});
}

TEST_CASE("a body with ten thousand wrong fields answers with at most a hundred errors") {
  std::string text = "{";
  for (int i = 0; i < 10'000; ++i) text += "\"f" + std::to_string(i) + "\":1,";
  text.back() = '}';
  CHECK(refusals<nobody>(text).size() == 100);
}

TEST_CASE("null is the same as absent for an optional and an error for the rest") {
  CHECK(refusals<numbers>(R"({"whole":null})").empty());
  CHECK(refusals<tree>(R"({"name":null,"children":[]})") == list{"/name wrong_type"});
}

TEST_CASE("a member declared to have a default may be left out") {
  field_errors errors;
  CHECK(json::decode_text<with_default>(R"({"name":"a"})", errors)->closed);
  CHECK(refusals<with_default>("{}") == list{"/name required"});
}

TEST_CASE("what is not one JSON value is refused whole") {
  const std::string deep_32 = std::string(32, '[') + std::string(32, ']');
  const std::string deep_33 = std::string(33, '[') + std::string(33, ']');
  const auto code = [](std::string_view text, json::parse_limits limits = {}) {
    const auto parsed = json::parse_body(text, limits);
    return parsed ? std::string() : std::string(parsed.error().code);
  };
  CHECK(code(deep_32).empty());
  CHECK(code(deep_33) == "too_deep");
  CHECK(code(std::string(1'000'000, '[')) == "too_deep");
  CHECK(code("[1,2]", {.bytes_max = 4}) == "too_large");
  CHECK(code("{}{}") == "not_json");
  CHECK(code("{} x") == "not_json");
  CHECK(code(" {} \n").empty());
  CHECK(code("") == "not_json");
  CHECK(code("{\"a\":1,}") == "not_json");
  CHECK(code("{\"a\":1") == "not_json");
  CHECK(code("01") == "not_json");
  CHECK(code("// x\n1") == "not_json");
  CHECK(code("'a'") == "not_json");
  CHECK(code("\"a\nb\"") == "not_json");
  CHECK(code("\"\xff\"") == "not_utf8");
  CHECK(code("\"\xc0\x80\"") == "not_utf8");
  CHECK(code("\"\xed\xa0\x80\"") == "not_utf8");
  CHECK(code("\"\xf4\x90\x80\x80\"") == "not_utf8");
  CHECK(code("\"\xe2\x82\"") == "not_utf8");
  CHECK(code(R"("\ud800")") == "not_json");
  CHECK(code(R"("\udcb6\ud83d")") == "not_json");
  CHECK(code(R"("\ud83d\udcb6")").empty());
}

TEST_CASE("a key that stands twice in one object is refused, in two objects it is not") {
  const auto code = [](std::string_view text) {
    const auto parsed = json::parse_body(text);
    return parsed ? std::string() : std::string(parsed.error().code);
  };
  CHECK(code(R"({"a":1,"b":2,"a":3})") == "duplicate_key");
  CHECK(code(R"({"a":1,"\u0061":3})") == "duplicate_key");
  CHECK(code(R"([{"x":{"a":1,"a":1}}])") == "duplicate_key");
  CHECK(code(R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})").empty());
}
