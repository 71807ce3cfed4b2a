#include <boost/json/value.hpp>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "described_samples.hpp"

using namespace smartfin;
using namespace smartfin::samples;

namespace {

constexpr std::uint64_t seed = 20260228;

std::string sample() {
  auto all = json::blank<everything>();
  all.text = "caf\xc3\xa9 \"q\"";
  all.account = {1};
  all.maybe = 7;
  all.change = std::string("new");
  all.lines.push_back({{5, *currency::parse("EUR")}, "a"});
  all.totals.emplace("k", money{-1234, *currency::parse("EUR")});
  return json::encode(all);
}

/// A byte changed, doubled or removed, or a piece of the text copied elsewhere.
std::string mutated(std::string text, std::mt19937_64& random) {
  const auto any = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  for (std::size_t changes = 1 + any(3); changes-- > 0 && !text.empty();) {
    const std::size_t at = any(text.size());
    switch (any(4)) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.insert(at, 1, "0123456789{}[],:\"\\-+.eEnt"[any(25)]);
        break;
      case 2:
        text.erase(at, 1 + any(4));
        break;
      default:
        text.insert(any(text.size()), text.substr(at, any(40)));
    }
  }
  return text;
}

}  // namespace

TEST_CASE("whatever a mutated body reads as is written and read back the same") {
  std::mt19937_64 random(seed);
  INFO("seed " << seed);
  const std::string original = sample();
  int accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = mutated(original, random);
    INFO(text);
    field_errors errors;
    const auto value = json::decode_text<everything>(text, errors);
    REQUIRE(value.has_value() == errors.empty());
    if (!value) continue;
    ++accepted;
    const auto written = json::encode(*value);
    const auto again = json::decode_text<everything>(written, errors);
    REQUIRE(again.has_value());
    REQUIRE(json::encode(*again) == written);
  }
  CHECK(accepted > 100);
}
