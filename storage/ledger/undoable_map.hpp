#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace smartfin {

/// A map that can go back to how it was at its last mark.
template <class Key, class Value>
class undoable_map {
public:
  const Value* find(const Key& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
  }
  void set(const Key& key, Value value) {
    remember(key);
    values_.insert_or_assign(key, std::move(value));
  }
  void erase(const Key& key) {
    remember(key);
    values_.erase(key);
  }
  const std::map<Key, Value>& all() const { return values_; }

  void mark() { before_.clear(); }
  void undo() {
    for (; !before_.empty(); before_.pop_back()) {
      auto& [key, value] = before_.back();
      if (value)
        values_.insert_or_assign(key, std::move(*value));
      else
        values_.erase(key);
    }
  }
  void clear() {
    values_.clear();
    before_.clear();
  }

private:
  void remember(const Key& key) {
    const auto* value = find(key);
    before_.emplace_back(key, value ? std::optional<Value>{*value} : std::nullopt);
  }

  std::map<Key, Value> values_;
  std::vector<std::pair<Key, std::optional<Value>>> before_;  // oldest first
};

}  // namespace smartfin
