#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace smartfin {

/// A SHA-256 hash of RFC 6962's tree.
using merkle_hash = std::array<std::uint8_t, 32>;

/// SHA-256 of two texts, one after the other. The rules have no cryptography of their own: the caller brings it.
using sha256_function = merkle_hash (*)(std::string_view first, std::string_view rest);

/// RFC 6962, 2.1: leaves and nodes begin with different bytes, so that neither passes for the other.
merkle_hash leaf_hash(sha256_function sha256, std::string_view entry);
merkle_hash node_hash(sha256_function sha256, const merkle_hash& left, const merkle_hash& right);

/// The hash of the tree over neighbouring subtrees of one size, the last of which may be smaller. Of no subtree: the
/// hash of the empty tree.
merkle_hash merkle_root(sha256_function sha256, std::span<const merkle_hash> subtrees);

/// The hashes of one tile: the C2SP form of the tree keeps every eighth level of it.
using tile_hashes = std::vector<merkle_hash>;

/// A growing tree in tiles, holding in memory only its right edge: the tile that is not yet full of every level.
class tile_tree {
public:
  /// Told of every tile the moment it is full. Levels count from 0, the leaves.
  using full_tile = std::function<void(unsigned level, std::uint64_t index, const tile_hashes&)>;

  explicit tile_tree(sha256_function sha256) : sha256_(sha256) {}
  /// A tree whose edge was read back; `edge[level]` has fewer than 256 hashes.
  tile_tree(sha256_function sha256, std::vector<tile_hashes> edge);

  void append(const merkle_hash& leaf, const full_tile& full);

  std::uint64_t size() const { return size_; }
  merkle_hash root() const;
  /// By level; some may be empty.
  const std::vector<tile_hashes>& edge() const { return edge_; }

private:
  void put(unsigned level, const merkle_hash& hash, const full_tile& full);

  sha256_function sha256_;
  std::vector<tile_hashes> edge_;
  std::uint64_t size_ = 0;
};

}  // namespace smartfin
