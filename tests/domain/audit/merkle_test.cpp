#include <sodium.h>

#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>
#include <vector>

#include "domain/audit/merkle_proof.hpp"
#include "domain/audit/merkle_tree.hpp"

using namespace smartfin;

namespace {

merkle_hash sha256(std::string_view first, std::string_view rest) {
  const std::string all = std::string{first} + std::string{rest};
  merkle_hash hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(all.data()), all.size());
  return hash;
}

merkle_hash of_hex(const std::string& hex) {
  merkle_hash hash{};
  REQUIRE(sodium_hex2bin(hash.data(), hash.size(), hex.data(), hex.size(), nullptr, nullptr,
                         nullptr) == 0);
  return hash;
}

std::string text_of(const merkle_hash& hash) { return {hash.begin(), hash.end()}; }

/// The definition in RFC 6962, 2.1, word for word; nothing of the program's.
merkle_hash defined_root(const std::vector<std::string>& entries, std::size_t begin,
                         std::size_t end) {
  if (begin == end) return sha256({}, {});
  if (end - begin == 1) return sha256(std::string(1, '\0'), entries[begin]);
  std::size_t k = 1;
  while (2 * k < end - begin) k *= 2;
  return sha256(std::string(1, '\1') + text_of(defined_root(entries, begin, begin + k)),
                text_of(defined_root(entries, begin + k, end)));
}

/// The root that a proof leads to, by RFC 6962's PATH read backwards: the split says on which side each hash stands.
merkle_hash root_by_path(const merkle_hash& leaf, std::size_t index, std::size_t size,
                         std::vector<merkle_hash> path) {
  if (size == 1) return path.empty() ? leaf : merkle_hash{};
  if (path.empty()) return {};
  std::size_t k = 1;
  while (2 * k < size) k *= 2;
  const auto beside = path.back();
  path.pop_back();
  const std::string node(1, '\1');
  if (index < k) return sha256(node + text_of(root_by_path(leaf, index, k, path)), text_of(beside));
  return sha256(node + text_of(beside), text_of(root_by_path(leaf, index - k, size - k, path)));
}

/// The leaves of the certificate-transparency projects' own tests, with their roots for 0..8 of them.
const std::vector<std::string>& known_entries() {
  static const std::vector<std::string> entries = {"",
                                                   std::string(1, '\0'),
                                                   "\x10",
                                                   "\x20\x21",
                                                   "\x30\x31",
                                                   "\x40\x41\x42\x43",
                                                   "\x50\x51\x52\x53\x54\x55\x56\x57",
                                                   "\x60\x61\x62\x63\x64\x65\x66\x67"
                                                   "\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
  return entries;
}
constexpr const char* known_roots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

stored_tree tree_over(const std::vector<std::string>& entries) {
  return {sha256, [&entries](unsigned level, std::uint64_t index) {
            const auto leaves = std::size_t{1} << level;
            REQUIRE((index + 1) * leaves <= entries.size());
            return defined_root(entries, index * leaves, (index + 1) * leaves);
          }};
}

std::vector<std::string> numbered(std::size_t count) {
  std::vector<std::string> entries;
  for (std::size_t i = 0; i < count; ++i) entries.push_back("entry " + std::to_string(i));
  return entries;
}

inclusion_claim claim_of(const std::vector<std::string>& entries, std::size_t index,
                         std::size_t size) {
  return {index, leaf_hash(sha256, entries[index]), size, defined_root(entries, 0, size)};
}

consistency_claim claim_of_growth(const std::vector<std::string>& entries, std::size_t old_size,
                                  std::size_t size) {
  return {old_size, defined_root(entries, 0, old_size), size, defined_root(entries, 0, size)};
}

/// Changes one of them, or, once in six times, nothing: then false.
bool spoil(std::mt19937_64& random, merkle_hash& claimed, merkle_hash& root, merkle_proof& proof) {
  switch (random() % 6) {
    case 0:
      claimed[random() % 32] ^= 1;
      return true;
    case 1:
      root[random() % 32] ^= 0x80;
      return true;
    case 2:
      proof[random() % proof.size()][random() % 32] ^= 4;
      return true;
    case 3:
      proof.pop_back();
      return true;
    case 4:
      proof.push_back(proof.front());
      return true;
    default:
      return false;
  }
}

}  // namespace

TEST_CASE("trees of the well-known leaves have the well-known roots", "[audit]") {
  tile_tree tree{sha256};
  CHECK(tree.root() == of_hex(known_roots[0]));
  for (std::size_t size = 1; size <= 8; ++size) {
    tree.append(leaf_hash(sha256, known_entries()[size - 1]), {});
    CHECK(tree.root() == of_hex(known_roots[size]));
    CHECK(root_at(tree_over(known_entries()), size) == of_hex(known_roots[size]));
  }
}

TEST_CASE("proofs over the well-known leaves are the well-known ones", "[audit]") {
  const auto tree = tree_over(known_entries());
  const auto first = of_hex("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
  const auto second = of_hex("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e");
  const auto fourth = of_hex("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
  CHECK(prove_inclusion(tree, 0, 8) == merkle_proof{first, second, fourth});
  CHECK(prove_consistency(tree, 1, 8) == merkle_proof{first, second, fourth});
  CHECK(prove_consistency(tree, 6, 8) ==
        merkle_proof{of_hex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
                     of_hex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                     of_hex(known_roots[4])});
}

TEST_CASE("a tree that grows in tiles has at every size the root of the definition", "[audit]") {
  const auto entries = numbered(1'030);
  tile_tree tree{sha256};
  std::vector<tile_hashes> leaf_tiles;
  const auto keep = [&](unsigned level, std::uint64_t index, const tile_hashes& hashes) {
    CHECK(level == 0);
    CHECK(index == leaf_tiles.size());
    leaf_tiles.push_back(hashes);
  };
  for (std::size_t size = 1; size <= entries.size(); ++size) {
    tree.append(leaf_hash(sha256, entries[size - 1]), keep);
    CHECK(tree.size() == size);
    // Every size near a power of two or the edge of a tile, and some between.
    if (size % 256 < 3 || size % 256 > 253 || size % 37 == 0)
      CHECK(tree.root() == defined_root(entries, 0, size));
  }
  REQUIRE(leaf_tiles.size() == 4);
  CHECK(merkle_root(sha256, leaf_tiles[3]) == defined_root(entries, 768, 1'024));
  CHECK(tile_tree{sha256, tree.edge()}.size() == entries.size());
  CHECK(tile_tree{sha256, tree.edge()}.root() == tree.root());
}

TEST_CASE("every inclusion proof holds, by the program and by the definition", "[audit]") {
  const auto entries = numbered(70);
  const auto tree = tree_over(entries);
  for (std::size_t size = 1; size <= entries.size(); ++size) {
    CHECK(root_at(tree, size) == defined_root(entries, 0, size));
    CHECK_FALSE(prove_inclusion(tree, size, size));
    for (std::size_t index = 0; index < size; ++index) {
      const auto claim = claim_of(entries, index, size);
      const auto proof = prove_inclusion(tree, index, size).value();
      CHECK(shows_inclusion(sha256, claim, proof));
      CHECK(root_by_path(claim.leaf, index, size, proof) == claim.root);
    }
  }
}

TEST_CASE("an inclusion proof shows nothing else", "[audit]") {
  const auto entries = numbered(40);
  const auto tree = tree_over(entries);
  std::mt19937_64 random{20'260'117};
  for (int round = 0; round < 2'000; ++round) {
    const std::size_t size = 2 + random() % 39, index = random() % size;
    auto claim = claim_of(entries, index, size);
    auto proof = prove_inclusion(tree, index, size).value();
    if (!spoil(random, claim.leaf, claim.root, proof))
      claim.index = (index + 1 + random() % (size - 1)) % size;
    CHECK_FALSE(shows_inclusion(sha256, claim, proof));
  }
  auto past_the_end = claim_of(entries, 3, 4);
  past_the_end.index = 4;
  CHECK_FALSE(shows_inclusion(sha256, past_the_end, prove_inclusion(tree, 3, 4).value()));
}

TEST_CASE("every consistency proof holds, and an old root of other leaves is refused", "[audit]") {
  const auto entries = numbered(70);
  auto forged = entries;
  forged[0] = "another history";
  const auto tree = tree_over(entries);
  for (std::size_t size = 0; size <= entries.size(); ++size) {
    CHECK_FALSE(prove_consistency(tree, size + 1, size));
    for (std::size_t old_size = 0; old_size <= size; ++old_size) {
      auto claim = claim_of_growth(entries, old_size, size);
      const auto proof = prove_consistency(tree, old_size, size).value();
      CHECK(shows_consistency(sha256, claim, proof));
      if (old_size == 0) continue;
      claim.old_root = defined_root(forged, 0, old_size);
      CHECK_FALSE(shows_consistency(sha256, claim, proof));
    }
  }
}

TEST_CASE("a consistency proof shows nothing else", "[audit]") {
  const auto entries = numbered(40);
  const auto tree = tree_over(entries);
  std::mt19937_64 random{20'260'118};
  for (int round = 0; round < 2'000; ++round) {
    const std::size_t size = 2 + random() % 39, old_size = 1 + random() % (size - 1);
    auto claim = claim_of_growth(entries, old_size, size);
    auto proof = prove_consistency(tree, old_size, size).value();
    if (!spoil(random, claim.old_root, claim.root, proof)) std::swap(claim.old_size, claim.size);
    CHECK_FALSE(shows_consistency(sha256, claim, proof));
  }
}
