#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "http/front/front_options.hpp"

namespace smartfin::http {

/// The numbers behind `front_statistics`, written by every thread of a front.
struct front_counters {
  using number = std::atomic<std::uint64_t>;

  number connections{0}, queued{0}, in_flight{0};
  number accepted{0}, requests{0}, bytes_in{0}, bytes_out{0};
  number input_memory{0}, output_memory{0};
  std::array<number, static_cast<std::size_t>(refusal_reason::count)> refused{};

  static void add(number& to, std::uint64_t count = 1) {
    to.fetch_add(count, std::memory_order_relaxed);
  }
  static void subtract(number& from, std::uint64_t count = 1) {
    from.fetch_sub(count, std::memory_order_relaxed);
  }
  void count(refusal_reason reason) { add(refused[static_cast<std::size_t>(reason)]); }

  front_statistics snapshot() const;
};

/// One holder's share of a memory gauge; gives it back at its end.
class memory_share {
public:
  explicit memory_share(front_counters::number& total) : total_(total) {}
  ~memory_share() { set(0); }
  memory_share(const memory_share&) = delete;
  memory_share& operator=(const memory_share&) = delete;

  /// Shares below this are left out, so that ordinary requests touch no shared counter.
  static constexpr std::size_t smallest = 64 * 1024;

  /// Returns the total with this share in it.
  std::uint64_t set(std::size_t bytes) {
    const std::size_t counted = bytes < smallest ? 0 : bytes;
    if (counted == held_) return counted == 0 ? 0 : total_.load(std::memory_order_relaxed);
    const std::uint64_t change = counted - held_;  // modulo 2^64, as the addition is
    held_ = counted;
    return total_.fetch_add(change, std::memory_order_relaxed) + change;
  }

private:
  front_counters::number& total_;
  std::size_t held_ = 0;
};

}  // namespace smartfin::http
