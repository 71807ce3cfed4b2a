#include "http/front/connection_table.hpp"

#include "http/front/listener.hpp"

namespace smartfin::http {
namespace {

std::uint64_t key_of(std::uint32_t index, std::uint32_t generation) {
  return static_cast<std::uint64_t>(generation) << 32 | index;
}
std::uint32_t index_of(std::uint64_t key) { return static_cast<std::uint32_t>(key); }
std::uint32_t generation_of(std::uint64_t key) { return static_cast<std::uint32_t>(key >> 32); }

}  // namespace

void connection_table::insert(connection_ptr added) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.push_back({.held = nullptr, .generation = 1});
  }
  const auto index = free_.back();
  free_.pop_back();
  added->key = key_of(index, slots_[index].generation);
  ++per_address_[address_group(added->address)];
  ++size_;
  slots_[index].held = std::move(added);
}

const connection_ptr* connection_table::find(std::uint64_t key) const {
  const auto index = index_of(key);
  if (index >= slots_.size()) return nullptr;
  const auto& place = slots_[index];
  return place.held && place.generation == generation_of(key) ? &place.held : nullptr;
}

void connection_table::remove(connection& gone) {
  const auto index = index_of(gone.key);
  const auto group = per_address_.find(address_group(gone.address));
  if (--group->second == 0) per_address_.erase(group);
  if (++slots_[index].generation == 0) slots_[index].generation = 1;  // 0 is for what is no client
  free_.push_back(index);
  --size_;
  slots_[index].held.reset();
}

std::size_t connection_table::count_from(const std::string& address) const {
  const auto group = per_address_.find(address_group(address));
  return group == per_address_.end() ? 0 : group->second;
}

void connection_table::set_alarm(connection& of, clock::time_point at) {
  if (of.alarm <= at) return;
  of.alarm = at;
  alarms_.push({at, of.key});
}

connection_ptr connection_table::take_due(clock::time_point now) {
  while (!alarms_.empty() && alarms_.top().at <= now) {
    const auto due = alarms_.top();
    alarms_.pop();
    const auto* held = find(due.key);
    if (!held || (*held)->alarm != due.at) continue;  // gone, or an earlier entry has yielded it
    (*held)->alarm = clock::time_point::max();
    return *held;
  }
  return nullptr;
}

std::optional<connection_table::clock::time_point> connection_table::next_alarm() const {
  if (alarms_.empty()) return std::nullopt;
  return alarms_.top().at;
}

std::vector<connection_ptr> connection_table::all() const {
  std::vector<connection_ptr> held;
  held.reserve(size_);
  for (const auto& place : slots_)
    if (place.held) held.push_back(place.held);
  return held;
}

}  // namespace smartfin::http
