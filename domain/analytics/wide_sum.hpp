#pragma once

#include <cstdint>

namespace smartfin {

/// A sum in two numbers, `high` billions of minor units and `low`: databases can add up billions of any 64-bit amounts
/// in each of them without an overflow. Taking back what was added leaves zeros.
struct split_sum {
  std::int64_t high = 0;
  std::int64_t low = 0;

  static constexpr std::int64_t unit = 1'000'000'000;
  /// Both parts have the amount's sign.
  static constexpr split_sum of(std::int64_t amount) { return {amount / unit, amount % unit}; }

  split_sum& operator+=(const split_sum& other) {
    high += other.high;
    low += other.low;
    return *this;
  }
  split_sum operator-() const { return {-high, -low}; }
  friend auto operator<=>(const split_sum&, const split_sum&) = default;
};

/// Minor units added up in 128 bits.
class wide_sum {
public:
  void add(const split_sum& sum) { value_ += wide{sum.high} * split_sum::unit + sum.low; }
  void subtract(const split_sum& sum) { value_ -= wide{sum.high} * split_sum::unit + sum.low; }
  /// Ends at the limits of 64 bits: only sums of the largest amounts there are get that far.
  std::int64_t clamped() const {
    if (value_ > INT64_MAX) return INT64_MAX;
    if (value_ < -INT64_MAX) return -INT64_MAX;
    return static_cast<std::int64_t>(value_);
  }
  friend wide_sum operator+(wide_sum a, const wide_sum& b) {
    a.value_ += b.value_;
    return a;
  }
  friend wide_sum operator-(wide_sum a, const wide_sum& b) {
    a.value_ -= b.value_;
    return a;
  }

private:
  __extension__ typedef __int128 wide;
  wide value_ = 0;
};

}  // namespace smartfin
