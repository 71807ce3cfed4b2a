#include "storage/cache/redis_cache.hpp"

#include <atomic>
#include <mutex>
#include <random>
#include <vector>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using clock = std::chrono::steady_clock;

class redis_cache final : public cache {
public:
  redis_cache(redis_options options, const vault& keys)
      : options_(std::move(options)),
        sealing_(keys.derive("cache")),
        prefix_("sf:" + sealing_.lookup("deployment").substr(0, 8) + ":"),
        circuit_(options_.circuit) {}

  std::optional<std::string> get(const std::string& key) noexcept override {
    try {
      const auto name = prefix_ + key;
      std::optional<std::string> sealed;
      const bool asked = with_connection(
          [&](redis_connection& redis, time_limit until) { sealed = redis.get(name, until); });
      if (sealed) {
        auto plain = sealing_.open(*sealed, name);
        ++hits_;
        return plain;
      }
      if (asked) ++misses_;
    } catch (...) {
      ++failures_;  // it does not open, or there is no memory
    }
    return std::nullopt;
  }

  void put(const std::string& key, const std::string& value,
           std::chrono::seconds lifetime) noexcept override {
    if (value.size() > options_.value_bytes_max || lifetime.count() <= 0) return;
    try {
      const auto name = prefix_ + key;
      const auto sealed = sealing_.seal(value, name);
      with_connection([&](redis_connection& redis, time_limit until) {
        redis.set(name, sealed, lifetime, until);
      });
    } catch (...) {
      ++failures_;
    }
  }

  std::vector<cache_counts> counts() const override {
    const std::lock_guard lock{mutex_};
    return {{"redis", hits_, misses_, failures_, 0, !circuit_.is_open()}};
  }

private:
  static constexpr std::size_t idle_max = 16;

  /// False when Redis is left alone for now, or fails.
  template <class Talk>
  bool with_connection(Talk&& talk) {
    std::unique_ptr<redis_connection> redis;
    {
      const std::lock_guard lock{mutex_};
      if (!circuit_.may_try(clock::now())) return false;
      if (!idle_.empty()) {
        redis = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    const auto until = clock::now() + options_.patience;
    bool was_idle = redis != nullptr;
    for (;;) {
      try {
        if (!redis) redis = std::make_unique<redis_connection>(options_.place, until);
        talk(*redis, until);
        give_back(std::move(redis));
        return true;
      } catch (const storage_failure&) {
        redis.reset();
        if (!was_idle) break;
        // Redis may have been started anew since; the other idle ones are as old.
        forget_idle();
        was_idle = false;
      }
    }
    note_failure();
    return false;
  }

  void give_back(std::unique_ptr<redis_connection> redis) {
    const std::lock_guard lock{mutex_};
    circuit_.succeeded();
    if (idle_.size() < idle_max) idle_.push_back(std::move(redis));
  }
  void forget_idle() {
    std::vector<std::unique_ptr<redis_connection>> old;
    const std::lock_guard lock{mutex_};
    old.swap(idle_);
  }
  void note_failure() {
    ++failures_;
    const std::lock_guard lock{mutex_};
    circuit_.failed(clock::now(), std::uniform_real_distribution<>{}(random_));
  }

  const redis_options options_;
  const subject_key sealing_;
  const std::string prefix_;
  std::atomic<std::int64_t> hits_{0}, misses_{0}, failures_{0};
  mutable std::mutex mutex_;
  circuit circuit_;
  std::vector<std::unique_ptr<redis_connection>> idle_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace

std::unique_ptr<cache> make_redis_cache(redis_options options, const vault& keys) {
  start_network();
  return std::make_unique<redis_cache>(std::move(options), keys);
}

}  // namespace smartfin
