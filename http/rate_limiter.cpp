#include "http/rate_limiter.hpp"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <mutex>
#include <vector>

namespace smartfin::http {
namespace {

using nanoseconds = std::int64_t;
constexpr std::size_t ways = 8;
constexpr std::size_t locks = 64;

/// The generic cell rate algorithm (ITU-T I.371): one instant per bucket, at which it will be full
/// again.
struct bucket {
  std::uint64_t key = 0;  // 0: free
  nanoseconds full_at = std::numeric_limits<nanoseconds>::min();
};

std::uint32_t seconds_up(nanoseconds duration) {
  constexpr nanoseconds second = 1'000'000'000;
  return static_cast<std::uint32_t>(std::max<nanoseconds>(0, (duration + second - 1) / second));
}

}  // namespace

struct rate_limiter::table {
  explicit table(std::size_t count) : buckets(count), set_mask(count / ways - 1) {
    randombytes_buf(hash_key, sizeof hash_key);
  }

  /// Keyed, so that nobody can aim at another caller's bucket.
  std::uint64_t hash(std::string_view caller, rate_class which) const {
    unsigned char digest[crypto_shorthash_BYTES];
    crypto_shorthash(digest, reinterpret_cast<const unsigned char*>(caller.data()), caller.size(),
                     hash_key);
    std::uint64_t key = 0;
    std::memcpy(&key, digest, sizeof key);
    key ^= static_cast<std::uint64_t>(which) * 0x9E3779B97F4A7C15;
    return key == 0 ? 1 : key;
  }

  /// The caller's bucket in its set; when it has none, the one that is soonest full makes room.
  bucket& find(std::uint64_t key) {
    bucket* const set = &buckets[(key & set_mask) * ways];
    bucket* fullest = set;
    for (std::size_t i = 0; i < ways; ++i) {
      if (set[i].key == key) return set[i];
      if (set[i].full_at < fullest->full_at) fullest = &set[i];
    }
    *fullest = bucket{key, std::numeric_limits<nanoseconds>::min()};
    return *fullest;
  }

  std::vector<bucket> buckets;
  std::uint64_t set_mask;
  std::array<std::mutex, locks> mutexes;
  unsigned char hash_key[crypto_shorthash_KEYBYTES];
};

rate_limiter::rate_limiter(rate_limits limits, std::size_t buckets)
    : limits_(limits), table_(std::make_unique<table>(std::bit_ceil(std::max(buckets, ways)))) {}
rate_limiter::~rate_limiter() = default;

rate_verdict rate_limiter::take(std::string_view caller, rate_class which,
                                std::chrono::steady_clock::time_point at) {
  const rate_limit& limit = limits_[static_cast<std::size_t>(which)];
  if (limit.burst == 0) return {};
  const nanoseconds now = std::chrono::nanoseconds(at.time_since_epoch()).count();
  const nanoseconds window = std::chrono::nanoseconds(limit.window).count();
  const nanoseconds step = std::max<nanoseconds>(1, window / limit.burst);

  const std::uint64_t key = table_->hash(caller, which);
  const std::scoped_lock lock(table_->mutexes[(key & table_->set_mask) % locks]);
  bucket& mine = table_->find(key);
  const nanoseconds full_at = std::max(mine.full_at, now);
  // Taking one token moves the moment of fullness one step away; a whole window away is as far as
  // it may go.
  const nanoseconds room = now + step * limit.burst - full_at;
  rate_verdict verdict{.allowed = room >= step, .limit = limit.burst};
  mine.full_at = verdict.allowed ? full_at + step : full_at;
  verdict.remaining = static_cast<std::uint32_t>((now + step * limit.burst - mine.full_at) / step);
  verdict.reset_s = seconds_up(mine.full_at - now);
  verdict.retry_after_s = verdict.allowed ? 0 : std::max(1u, seconds_up(step - room));
  return verdict;
}

}  // namespace smartfin::http
