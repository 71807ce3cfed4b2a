#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace smartfin {

/// Remembers at least the last half of `size_max` keys put into it, never more than `size_max`. Texts that are long and
/// end in what tells them apart, as signatures do, are hashed by their end.
template <class Value>
class recent_map {
public:
  explicit recent_map(std::size_t size_max) : half_(size_max < 2 ? 1 : size_max / 2) {}

  /// Good until the next `put` or `clear`.
  const Value* find(std::string_view key) const {
    for (const auto* each : {&young_, &old_})
      if (const auto found = each->find(key); found != each->end()) return &found->second;
    return nullptr;
  }
  void put(std::string key, Value value) {
    if (young_.size() >= half_) {
      old_ = std::move(young_);
      young_ = {};
    }
    young_.insert_or_assign(std::move(key), std::move(value));
  }
  void clear() {
    young_.clear();
    old_.clear();
  }
  std::size_t size() const { return young_.size() + old_.size(); }

private:
  struct hash_of_end {
    using is_transparent = void;
    static constexpr std::size_t end_size = 32;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(
          key.substr(key.size() < end_size ? 0 : key.size() - end_size));
    }
  };
  using map = std::unordered_map<std::string, Value, hash_of_end, std::equal_to<>>;

  std::size_t half_;
  map young_, old_;
};

}  // namespace smartfin
