#include "domain/cluster/placement.hpp"

#include <algorithm>
#include <numeric>

namespace smartfin {
namespace {

/// The finaliser of SplitMix64: every bit of the result depends on every bit given.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

/// FNV-1a: the same on every machine and in every version, as std::hash is not.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return hash;
}

}  // namespace

std::size_t shard_of(std::int64_t key) {
  // Fibonacci hashing: keys in steps spread as well as consecutive ones.
  return ((static_cast<std::uint64_t>(key) * 0x9E3779B97F4A7C15u) >> 32) % shard_count;
}

std::vector<shard_order> place_shards(std::string_view service,
                                      const std::vector<std::string>& nodes) {
  if (nodes.empty()) return {};
  std::vector<std::uint64_t> names;
  for (const auto& node : nodes) names.push_back(hash_of(node));
  const auto seed = hash_of(service);
  const auto share = (shard_count + nodes.size() - 1) / nodes.size();
  std::vector<std::size_t> held(nodes.size());
  std::vector<shard_order> placed(shard_count, shard_order(nodes.size()));
  for (std::size_t shard = 0; shard < shard_count; ++shard) {
    auto& order = placed[shard];
    std::iota(order.begin(), order.end(), std::uint16_t{0});
    const auto liking = [&](std::uint16_t node) {
      return mixed(names[node] ^ mixed(seed + shard));
    };
    std::ranges::sort(order, std::ranges::greater{}, [&](std::uint16_t node) {
      return std::pair{liking(node), std::string_view{nodes[node]}};
    });
    const auto first =
        std::ranges::find_if(order, [&](std::uint16_t node) { return held[node] < share; });
    ++held[*first];
    std::rotate(order.begin(), first, first + 1);
  }
  return placed;
}

}  // namespace smartfin
