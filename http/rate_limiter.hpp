#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

namespace smartfin::http {

/// Routes of one class share a caller's budget.
enum class rate_class : std::uint8_t { unlimited, read, write, sign_in, heavy };
inline constexpr std::size_t rate_class_count = 5;

/// `burst` requests at once, refilled evenly over `window`. A burst of 0 means no limit.
struct rate_limit {
  std::uint32_t burst = 0;
  std::chrono::milliseconds window{60'000};
};

/// By rate_class.
using rate_limits = std::array<rate_limit, rate_class_count>;
inline constexpr rate_limits default_rate_limits{{{},
                                                  {600, std::chrono::minutes{1}},
                                                  {240, std::chrono::minutes{1}},
                                                  {20, std::chrono::minutes{1}},
                                                  {20, std::chrono::minutes{1}}}};

struct rate_verdict {
  bool allowed = true;
  /// 0 for a class without a limit.
  std::uint32_t limit = 0;
  std::uint32_t remaining = 0;
  /// Until the whole burst is there again, and until one request is; rounded up.
  std::uint32_t reset_s = 0;
  std::uint32_t retry_after_s = 0;
};

/// Token buckets per (caller, class) in a table of fixed size: when it is full, the bucket nearest
/// to full is forgotten. Thread-safe; allocates nothing after construction.
class rate_limiter {
public:
  /// `buckets` is rounded up to a power of two; 16 bytes each.
  explicit rate_limiter(rate_limits limits = default_rate_limits, std::size_t buckets = 1 << 16);
  ~rate_limiter();

  /// Takes one token of `caller` ("u:17", "a:192.0.2.1"). Refused requests take none.
  rate_verdict take(std::string_view caller, rate_class which,
                    std::chrono::steady_clock::time_point now);

private:
  struct table;
  rate_limits limits_;
  std::unique_ptr<table> table_;
};

}  // namespace smartfin::http
