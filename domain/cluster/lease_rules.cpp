#include "domain/cluster/lease_rules.hpp"

#include <algorithm>
#include <cstdint>

namespace smartfin {
namespace {

/// FNV-1a, 64 bits: the same in every build, which std::hash does not promise.
std::uint64_t hash(std::string_view text, std::uint64_t from) {
  for (const char c : text) from = (from ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return from;
}

std::uint64_t place(std::string_view job, std::string_view node) {
  auto mixed = hash(node, hash("/", hash(job, 0xcbf29ce484222325ULL)));
  mixed ^= mixed >> 33;  // the last letters alone would hardly reach the high bits
  mixed *= 0xff51afd7ed558ccdULL;
  return mixed ^ (mixed >> 33);
}

}  // namespace

lease_time in_until(lease_time sent_at, const lease_terms& terms) {
  return sent_at + std::max(terms.ttl - terms.margin, std::chrono::milliseconds{0});
}

std::chrono::milliseconds keep_interval(const lease_terms& terms) {
  return std::max((terms.ttl - terms.margin) / 5, std::chrono::milliseconds{10});
}

std::chrono::milliseconds retry_delay(int failures, double chance) {
  const double whole = std::min(1000, 50 << std::clamp(failures - 1, 0, 5));
  return std::chrono::milliseconds{
      static_cast<std::int64_t>(whole * (0.5 + 0.5 * std::clamp(chance, 0.0, 1.0)))};
}

std::chrono::milliseconds takeover_delay(std::string_view job, std::string_view node,
                                         const std::vector<std::string>& nodes) {
  const auto own = place(job, node);
  const auto before = std::ranges::count_if(nodes, [&](const std::string& other) {
    const auto theirs = place(job, other);
    return theirs < own || (theirs == own && other < node);
  });
  return std::chrono::milliseconds{std::min<long>(50 * before, 500)};
}

bool is_cluster_name(std::string_view name) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= 63 && is_plain(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return is_plain(c) || c == '-' || c == '.'; });
}

}  // namespace smartfin
