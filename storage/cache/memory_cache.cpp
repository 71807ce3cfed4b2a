#include "storage/cache/memory_cache.hpp"

namespace smartfin {

std::optional<std::string> memory_cache::get(const std::string& key) noexcept {
  const std::lock_guard lock{mutex_};
  try {
    const auto found = by_key_.find(key);
    if (found != by_key_.end() && found->second->ends > clock_()) {
      newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
      std::optional<std::string> value{found->second->value};
      ++hits_;
      return value;
    }
    if (found != by_key_.end()) erase(found->second);
    ++misses_;
  } catch (...) {
    ++failures_;  // no memory for the copy
  }
  return std::nullopt;
}

void memory_cache::put(const std::string& key, const std::string& value,
                       std::chrono::seconds lifetime) noexcept {
  const std::lock_guard lock{mutex_};
  try {
    if (const auto held = by_key_.find(key); held != by_key_.end()) erase(held->second);
    entry fresh{key, value, clock_() + lifetime};
    const auto bytes = fresh.bytes();
    if (bytes > bytes_max_) return;
    while (bytes_ + bytes > bytes_max_) erase(std::prev(newest_first_.end()));
    newest_first_.push_front(std::move(fresh));
    try {
      by_key_.emplace(key, newest_first_.begin());
    } catch (...) {
      newest_first_.pop_front();
      throw;
    }
    bytes_ += bytes;
  } catch (...) {
    ++failures_;
  }
}

void memory_cache::erase(entries::iterator which) {
  bytes_ -= which->bytes();
  by_key_.erase(which->key);
  newest_first_.erase(which);
}

std::vector<cache_counts> memory_cache::counts() const {
  const std::lock_guard lock{mutex_};
  return {{"memory", hits_, misses_, failures_, static_cast<std::int64_t>(bytes_), true}};
}

}  // namespace smartfin
