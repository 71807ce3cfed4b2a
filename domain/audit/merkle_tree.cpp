#include "domain/audit/merkle_tree.hpp"

#include <algorithm>
#include <utility>

#include "domain/audit/tile.hpp"

namespace smartfin {
namespace {

std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

merkle_hash leaf_hash(sha256_function sha256, std::string_view entry) {
  return sha256({"\x00", 1}, entry);
}

merkle_hash node_hash(sha256_function sha256, const merkle_hash& left, const merkle_hash& right) {
  std::array<std::uint8_t, 1 + sizeof left> first{1};
  std::copy(left.begin(), left.end(), first.begin() + 1);
  return sha256(text_of(first.data(), first.size()), text_of(right.data(), right.size()));
}

merkle_hash merkle_root(sha256_function sha256, std::span<const merkle_hash> subtrees) {
  if (subtrees.empty()) return sha256({}, {});
  std::vector<merkle_hash> row{subtrees.begin(), subtrees.end()};
  // Pairing from the left and carrying an odd last one up is RFC 6962's split at the largest power of two.
  while (row.size() > 1) {
    std::size_t above = 0;
    for (std::size_t i = 0; i + 1 < row.size(); i += 2)
      row[above++] = node_hash(sha256, row[i], row[i + 1]);
    if (row.size() % 2 == 1) row[above++] = row.back();
    row.resize(above);
  }
  return row.front();
}

tile_tree::tile_tree(sha256_function sha256, std::vector<tile_hashes> edge)
    : sha256_(sha256), edge_(std::move(edge)) {
  for (unsigned level = 0; level < edge_.size(); ++level)
    size_ += std::uint64_t{edge_[level].size()} << (tile_height * level);
}

void tile_tree::append(const merkle_hash& leaf, const full_tile& full) {
  put(0, leaf, full);
  ++size_;
}

void tile_tree::put(unsigned level, const merkle_hash& hash, const full_tile& full) {
  if (level == edge_.size()) edge_.emplace_back();
  edge_[level].push_back(hash);
  if (edge_[level].size() < tile_width_max) return;
  const auto tile = std::exchange(edge_[level], {});
  full(level, size_ >> (tile_height * (level + 1)), tile);
  put(level + 1, merkle_root(sha256_, tile), full);
}

merkle_hash tile_tree::root() const {
  tile_hashes row;
  for (const auto& tile : edge_) {
    // What the levels below could not fill is the last and smaller subtree of this one.
    tile_hashes joined{tile};
    joined.insert(joined.end(), row.begin(), row.end());
    row.clear();
    if (!joined.empty()) row.push_back(merkle_root(sha256_, joined));
  }
  return merkle_root(sha256_, row);
}

}  // namespace smartfin
