#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace smartfin {

/// What one tier did since the start.
struct cache_counts {
  std::string tier;
  std::int64_t hits = 0;
  std::int64_t misses = 0;
  std::int64_t failures = 0;  ///< outages, answers that do not read, entries that do not open
  std::int64_t bytes = 0;     ///< held by this process
  bool available = true;      ///< false while a tier that failed is left alone
};

/// Answers that are costly to find again. A key says everything its answer depends on, so that nothing is ever
/// stale. Whatever goes wrong is a miss: losing a cache loses only time. Thread-safe.
class cache {
public:
  virtual ~cache() = default;

  /// What was put under exactly this key, or nothing.
  virtual std::optional<std::string> get(const std::string& key) noexcept = 0;
  /// Keeps it for at most `lifetime`, or not at all.
  virtual void put(const std::string& key, const std::string& value,
                   std::chrono::seconds lifetime) noexcept = 0;
  /// The nearest tier first.
  virtual std::vector<cache_counts> counts() const = 0;
};

}  // namespace smartfin
