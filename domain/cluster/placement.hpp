#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smartfin {

/// Into how many shards the keys of a service fall. Every node of a cluster uses the same number.
inline constexpr std::size_t shard_count = 64;

/// The shard of a key: a user or a book.
std::size_t shard_of(std::int64_t key);

/// Indices into the nodes that offer a service, in the order in which they are to be asked: the first holds the shard,
/// the others follow when it can't be reached.
using shard_order = std::vector<std::uint16_t>;

/// For each shard of `service`, its nodes in order. No node holds more shards than the even share, rounded up; whoever
/// knows the same nodes finds the same orders, in whatever order they are named; when a node comes or goes, most shards
/// stay where they are. Rendezvous hashing with bounded loads (Thaler & Ravishankar 1998; Mirrokni et al. 2018).
/// `nodes` holds each name once. Without nodes: no orders.
std::vector<shard_order> place_shards(std::string_view service,
                                      const std::vector<std::string>& nodes);

}  // namespace smartfin
