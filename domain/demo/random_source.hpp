#pragma once

#include <cstdint>
#include <iterator>

namespace smartfin::demo {

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). Integers only, so that
/// one seed gives the same numbers on every machine. Never for secrets.
class random_source {
public:
  /// Streams of one seed are independent: drawing more from one leaves the others as they were.
  random_source(std::uint64_t seed, std::uint64_t stream) : state_(seed) {
    state_ = next() ^ (stream * 0xd1342543de82ef95u);
    state_ = next();
  }

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  /// Both ends included; at most 2^32 apart.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    const auto width = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<std::int64_t>(((next() >> 32) * width) >> 32);
  }
  bool happens(int per_mille) { return between(0, 999) < per_mille; }
  /// Around `mean`, from `mean` less to `mean` plus `percent` of it; values near the mean are the likeliest.
  std::int64_t around(std::int64_t mean, int percent) {
    const auto share = between(-percent * 50, percent * 50) + between(-percent * 50, percent * 50);
    return mean + mean * share / 10'000;
  }
  template <class List>
  const auto& pick(const List& list) {
    return *(std::begin(list) + between(0, std::ssize(list) - 1));
  }

private:
  std::uint64_t state_;
};

}  // namespace smartfin::demo
