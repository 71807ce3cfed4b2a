#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "domain/audit/merkle_tree.hpp"

namespace smartfin {

/// A tree whose hashes lie somewhere else. `node(level, index)` is the hash of the whole subtree over the leaves
/// [index * 2^level, (index + 1) * 2^level); what it throws passes through.
struct stored_tree {
  sha256_function sha256 = nullptr;
  std::function<merkle_hash(unsigned level, std::uint64_t index)> node;
};

/// Hashes from the leaf's side to the root's.
using merkle_proof = std::vector<merkle_hash>;

/// The root as it was when the tree had `size` leaves; the tree holds at least so many.
merkle_hash root_at(const stored_tree& tree, std::uint64_t size);

/// That the leaf at `index` is in the tree of the first `size` leaves: RFC 6962, 2.1.1. Nothing when it is not below
/// `size`.
std::optional<merkle_proof> prove_inclusion(const stored_tree& tree, std::uint64_t index,
                                            std::uint64_t size);

/// That the tree of `size` leaves begins with the one of `old_size`: RFC 6962, 2.1.2. Empty when they are the same or
/// the old one is empty; nothing when the old one is larger.
std::optional<merkle_proof> prove_consistency(const stored_tree& tree, std::uint64_t old_size,
                                              std::uint64_t size);

struct inclusion_claim {
  std::uint64_t index = 0;
  merkle_hash leaf{};
  std::uint64_t size = 0;
  merkle_hash root{};
};

/// Whether the proof shows the claim, by RFC 9162, 2.1.3.2.
bool shows_inclusion(sha256_function sha256, const inclusion_claim& claim,
                     std::span<const merkle_hash> proof);

struct consistency_claim {
  std::uint64_t old_size = 0;
  merkle_hash old_root{};
  std::uint64_t size = 0;
  merkle_hash root{};
};

/// Whether the proof shows the claim, by RFC 9162, 2.1.4.2. Every tree extends the empty one.
bool shows_consistency(sha256_function sha256, const consistency_claim& claim,
                       std::span<const merkle_hash> proof);

}  // namespace smartfin
