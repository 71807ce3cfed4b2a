#include "domain/audit/merkle_proof.hpp"

#include <algorithm>
#include <bit>

namespace smartfin {
namespace {

/// Leaves [begin, end) that are a subtree of some tree: whole, or its right edge.
struct subtree {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  std::uint64_t size() const { return end - begin; }
  /// Where RFC 6962 splits it, when it has two leaves or more: after the largest power of two below its size.
  std::uint64_t middle() const { return begin + std::bit_floor(size() - 1); }
};

merkle_hash hash_of(const stored_tree& tree, subtree part) {
  std::vector<merkle_hash> wholes;  // one for each binary digit of the size
  while (part.size() > 0) {
    const auto leaves = std::bit_floor(part.size());
    const auto level = static_cast<unsigned>(std::countr_zero(leaves));
    wholes.push_back(tree.node(level, part.begin >> level));
    part.begin += leaves;
  }
  auto hash = wholes.back();
  for (auto left = wholes.rbegin() + 1; left != wholes.rend(); ++left)
    hash = node_hash(tree.sha256, *left, hash);
  return hash;
}

merkle_proof hashes_upwards(const stored_tree& tree, const std::vector<subtree>& downwards) {
  merkle_proof proof;
  for (auto part = downwards.rbegin(); part != downwards.rend(); ++part)
    proof.push_back(hash_of(tree, *part));
  return proof;
}

/// A place in a row of nodes and the last place of that row, which go up the tree together.
struct climb {
  std::uint64_t at = 0;
  std::uint64_t last = 0;

  bool is_right() const { return at % 2 == 1; }
  bool is_left_over() const { return at == last; }
  void go_up() {
    at >>= 1;
    last >>= 1;
  }
  /// Rows in which the last node has no neighbour are passed over: it is the same hash there.
  void go_up_to_right() {
    while (!is_right() && at != 0) go_up();
  }
};

}  // namespace

merkle_hash root_at(const stored_tree& tree, std::uint64_t size) {
  return size == 0 ? tree.sha256({}, {}) : hash_of(tree, {0, size});
}

std::optional<merkle_proof> prove_inclusion(const stored_tree& tree, std::uint64_t index,
                                            std::uint64_t size) {
  if (index >= size) return std::nullopt;
  std::vector<subtree> beside;
  subtree part{0, size};
  while (part.size() > 1) {
    const subtree left{part.begin, part.middle()}, right{part.middle(), part.end};
    part = index < left.end ? left : right;
    beside.push_back(index < left.end ? right : left);
  }
  return hashes_upwards(tree, beside);
}

std::optional<merkle_proof> prove_consistency(const stored_tree& tree, std::uint64_t old_size,
                                              std::uint64_t size) {
  if (old_size > size) return std::nullopt;
  if (old_size == 0 || old_size == size) return merkle_proof{};
  std::vector<subtree> told;
  subtree part{0, size};
  while (part.end != old_size) {
    const subtree left{part.begin, part.middle()}, right{part.middle(), part.end};
    part = old_size <= left.end ? left : right;
    told.push_back(old_size <= left.end ? right : left);
  }
  // A subtree that begins with the tree is the old tree itself, whose root the verifier has.
  if (part.begin != 0) told.push_back(part);
  return hashes_upwards(tree, told);
}

bool shows_inclusion(sha256_function sha256, const inclusion_claim& claim,
                     std::span<const merkle_hash> proof) {
  if (claim.index >= claim.size) return false;
  climb place{claim.index, claim.size - 1};
  auto hash = claim.leaf;
  for (const auto& beside : proof) {
    if (place.last == 0) return false;
    if (place.is_right() || place.is_left_over()) {
      hash = node_hash(sha256, beside, hash);
      place.go_up_to_right();
    } else {
      hash = node_hash(sha256, hash, beside);
    }
    place.go_up();
  }
  return place.last == 0 && hash == claim.root;
}

bool shows_consistency(sha256_function sha256, const consistency_claim& claim,
                       std::span<const merkle_hash> proof) {
  if (claim.old_size > claim.size) return false;
  if (claim.old_size == claim.size) return proof.empty() && claim.old_root == claim.root;
  if (claim.old_size == 0) return proof.empty() && claim.old_root == sha256({}, {});
  climb place{claim.old_size - 1, claim.size - 1};
  while (place.is_right()) place.go_up();
  // An old tree that is one whole subtree begins the proof itself.
  const bool begins_with_old = std::has_single_bit(claim.old_size);
  if (proof.empty()) return false;
  auto old_hash = begins_with_old ? claim.old_root : proof.front();
  auto hash = old_hash;
  for (const auto& beside : proof.subspan(begins_with_old ? 0 : 1)) {
    if (place.last == 0) return false;
    if (place.is_right() || place.is_left_over()) {
      old_hash = node_hash(sha256, beside, old_hash);
      hash = node_hash(sha256, beside, hash);
      place.go_up_to_right();
    } else {
      hash = node_hash(sha256, hash, beside);
    }
    place.go_up();
  }
  return place.last == 0 && old_hash == claim.old_root && hash == claim.root;
}

}  // namespace smartfin
