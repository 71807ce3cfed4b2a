#include "storage/multiset_hash.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "storage/storage_failure.hpp"

using namespace smartfin;

namespace {

multiset_hash hash_of(const std::vector<std::string>& elements) {
  multiset_hash hash;
  for (const auto& element : elements) hash.add(element);
  return hash;
}

}  // namespace

TEST_CASE("a multiset's hash depends on its elements and not on their order") {
  constexpr std::uint32_t seed = 4711;
  CAPTURE(seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 1'000; ++round) {
    std::vector<std::string> elements(random() % 8);
    for (auto& element : elements) element = std::to_string(random() % 5);
    const auto expected = hash_of(elements);
    std::shuffle(elements.begin(), elements.end(), random);
    REQUIRE(hash_of(elements) == expected);
    REQUIRE(multiset_hash::parse(expected.state()) == expected);

    const auto extra = std::to_string(random() % 5);
    auto changed = expected;
    changed.add(extra);
    REQUIRE_FALSE(changed == expected);
    changed.remove(extra);
    REQUIRE(changed == expected);
  }
}

TEST_CASE("removing before adding is the same as adding before removing") {
  multiset_hash hash;
  hash.remove("a");
  hash.add("b");
  hash.add("a");
  CHECK(hash == hash_of({"b"}));
}

TEST_CASE("how often an element is in the multiset counts") {
  CHECK_FALSE(hash_of({"a"}) == hash_of({"a", "a"}));
  CHECK_FALSE(hash_of({"a", "a", "b"}) == hash_of({"a", "b", "b"}));
  CHECK_FALSE(hash_of({"ab", "c"}) == hash_of({"a", "bc"}));
  CHECK_FALSE(hash_of({""}) == multiset_hash{});
}

TEST_CASE("an empty text is the empty multiset, and any other text a storage failure") {
  CHECK(multiset_hash::parse("") == multiset_hash{});
  CHECK(multiset_hash::parse(multiset_hash{}.state()) == multiset_hash{});
  CHECK_THROWS_AS(multiset_hash::parse("AAAA"), storage_failure);
  CHECK_THROWS_AS(multiset_hash::parse("not base64!"), storage_failure);
  CHECK_THROWS_AS(multiset_hash::parse(multiset_hash{}.state() + "AAAA"), storage_failure);
}
