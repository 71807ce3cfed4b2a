#include <catch2/catch_test_macros.hpp>
#include <cstdlib>

#include "tests/storage/audit/tamperings.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

int rounds() {
  const auto* text = std::getenv("SMARTFIN_TEST_TAMPERINGS");
  return text ? std::atoi(text) : 1'000;
}

}  // namespace

TEST_CASE("whatever is changed in a published log is found when its checkpoint was kept",
          "[audit]") {
  constexpr std::uint64_t seed = 20'260'121;
  random_bits random{seed};
  const past was;
  const auto kept = was.now().at("checkpoint");
  log_on_disk log{was.now()};
  REQUIRE(verified(log.path(), kept).is_sound());
  const auto kinds = tamperings();
  int undone = 0;
  for (int round = 0; round < rounds(); ++round) {
    const auto& [name, tamper] = kinds[random() % kinds.size()];
    auto files = was.now();
    while (files == was.now()) tamper(files, was, random);
    log.become(files);
    const auto result = verified(log.path(), kept);
    if (!result.is_sound()) continue;
    ++undone;
    FAIL_CHECK("not found: " << name << ", seed " << seed << ", round " << round);
  }
  log.become(was.now());
  CHECK(verified(log.path(), kept).is_sound());
  WARN(rounds() << " tamperings, seed " << seed << ", not found: " << undone);
}
