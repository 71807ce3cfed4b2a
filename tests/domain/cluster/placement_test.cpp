#include "domain/cluster/placement.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <random>
#include <set>

namespace smartfin {
namespace {

std::vector<std::string> nodes_of(std::size_t count) {
  std::vector<std::string> nodes;
  for (std::size_t i = 0; i < count; ++i) nodes.push_back("node-" + std::to_string(i));
  return nodes;
}

/// Who holds each shard, by name.
std::vector<std::string> holders(const std::vector<std::string>& nodes,
                                 std::string_view service = "finance") {
  std::vector<std::string> names;
  for (const auto& order : place_shards(service, nodes)) names.push_back(nodes[order.front()]);
  return names;
}

}  // namespace

TEST_CASE("every shard names each node once, and no node holds more than its share") {
  for (std::size_t count = 1; count <= 12; ++count) {
    const auto placed = place_shards("finance", nodes_of(count));
    REQUIRE(placed.size() == shard_count);
    std::map<std::uint16_t, std::size_t> held;
    for (const auto& order : placed) {
      CHECK(std::set(order.begin(), order.end()).size() == count);
      ++held[order.front()];
    }
    for (const auto& [node, shards] : held) CHECK(shards <= (shard_count + count - 1) / count);
  }
}

TEST_CASE("the same nodes in any order give the same places") {
  auto nodes = nodes_of(7);
  const auto before = holders(nodes);
  std::mt19937 random{7};
  for (int i = 0; i < 20; ++i) {
    std::ranges::shuffle(nodes, random);
    CHECK(holders(nodes) == before);
  }
}

TEST_CASE("when a node goes, few shards move that it did not hold") {
  for (std::size_t count = 2; count <= 9; ++count) {
    const auto nodes = nodes_of(count);
    const auto before = holders(nodes);
    for (std::size_t gone = 0; gone < count; ++gone) {
      auto left = nodes;
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(gone));
      const auto after = holders(left);
      std::size_t moved = 0;
      for (std::size_t shard = 0; shard < shard_count; ++shard)
        if (before[shard] != nodes[gone] && before[shard] != after[shard]) ++moved;
      CHECK(moved <= shard_count / 4);
    }
  }
}

TEST_CASE("services do not all put the same shards on the same node") {
  const auto nodes = nodes_of(3);
  CHECK(holders(nodes, "finance") != holders(nodes, "profile"));
}

TEST_CASE("keys spread over the shards, whatever their steps") {
  for (const std::int64_t step : {1, 2, 3, 64, 1000}) {
    std::map<std::size_t, int> keys;
    for (std::int64_t i = 0; i < 6'400; ++i) ++keys[shard_of(i * step)];
    CHECK(keys.size() == shard_count);
    for (const auto& [shard, count] : keys) CHECK(count < 250);
  }
}

TEST_CASE("without nodes nothing is placed") { CHECK(place_shards("finance", {}).empty()); }

}  // namespace smartfin
