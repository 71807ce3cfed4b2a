#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <unordered_map>

#include "storage/cache/cache.hpp"

namespace smartfin {

/// In this process: forgets what was used longest ago when it holds too many bytes. Entries cost their key, their
/// value and what the containers take.
class memory_cache final : public cache {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit memory_cache(std::size_t bytes_max,
                        std::function<time_point()> clock = &std::chrono::steady_clock::now)
      : bytes_max_(bytes_max), clock_(std::move(clock)) {}

  std::optional<std::string> get(const std::string& key) noexcept override;
  void put(const std::string& key, const std::string& value,
           std::chrono::seconds lifetime) noexcept override;
  std::vector<cache_counts> counts() const override;

private:
  struct entry {
    std::string key;
    std::string value;
    time_point ends{};
    std::size_t bytes() const { return key.size() * 2 + value.size() + entry_bytes; }
  };
  static constexpr std::size_t entry_bytes = 200;  // list and map nodes

  using entries = std::list<entry>;
  void erase(entries::iterator which);

  const std::size_t bytes_max_;
  const std::function<time_point()> clock_;
  mutable std::mutex mutex_;
  entries newest_first_;
  std::unordered_map<std::string, entries::iterator> by_key_;
  std::size_t bytes_ = 0;
  std::int64_t hits_ = 0, misses_ = 0, failures_ = 0;
};

}  // namespace smartfin
