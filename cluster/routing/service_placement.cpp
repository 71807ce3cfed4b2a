#include "cluster/routing/service_placement.hpp"

#include <algorithm>

namespace smartfin {
namespace {

caf::strong_actor_ptr handle_of(const remote_workers& at, std::string_view caller) {
  const auto found = at.by_caller.find(caller);
  return found == at.by_caller.end() || !at.is_reachable() ? nullptr : found->second;
}

}  // namespace

service_placement::service_placement(std::string self, std::shared_ptr<service_router> workers)
    : self_(std::move(self)), workers_(std::move(workers)), table_(std::make_shared<table>()) {}

void service_placement::place(bool is_here,
                              std::vector<std::shared_ptr<const remote_workers>> elsewhere) {
  auto next = std::make_shared<table>(table{is_here, std::move(elsewhere)});
  if (is_here && !next->nodes.empty()) next->nodes.push_back(nullptr);
  std::vector<std::string> names;
  for (const auto& each : next->nodes) names.push_back(each ? each->node : self_);
  next->shards = place_shards(workers_->name(), names);
  std::shared_ptr<const table> before = std::move(next);
  {
    const std::lock_guard lock{mutex_};
    table_.swap(before);
  }
}  // what it was before ends here: its handles may be the last

std::shared_ptr<const service_placement::table> service_placement::current() const {
  const std::lock_guard lock{mutex_};
  return table_;
}

bool service_placement::is_reachable() const {
  const auto now = current();
  return (now->is_here && workers_->bound()) ||
         std::ranges::any_of(now->nodes,
                             [](const auto& each) { return each && each->is_reachable(); });
}

service_placement::destination service_placement::holder_of(std::size_t shard,
                                                            std::string_view caller) const {
  const auto now = current();
  // The workers of this node divide among them by shard, too.
  const auto here = [&] {
    return destination{workers_->handle_for(static_cast<std::int64_t>(shard)), true};
  };
  if (now->nodes.empty()) return now->is_here ? here() : destination{};
  for (const auto index : now->shards[shard]) {
    const auto& node = now->nodes[index];
    if (!node) return here();
    if (auto handle = handle_of(*node, caller)) return {std::move(handle)};
  }
  return {};
}

std::vector<caf::strong_actor_ptr> service_placement::others(std::string_view caller) const {
  const auto now = current();
  std::vector<caf::strong_actor_ptr> all;
  for (const auto& node : now->nodes)
    if (node)
      if (auto handle = handle_of(*node, caller)) all.push_back(std::move(handle));
  return all;
}

service_placement::destination service_placement::anyone(std::string_view caller) const {
  const auto now = current();
  if (now->is_here && (now->nodes.empty() || workers_->bound())) return {workers_->handle(), true};
  const auto first = turn_.fetch_add(1, std::memory_order_relaxed);
  for (std::size_t i = 0; i < now->nodes.size(); ++i)
    if (const auto& node = now->nodes[(first + i) % now->nodes.size()])
      if (auto handle = handle_of(*node, caller)) return {std::move(handle)};
  return now->is_here ? destination{workers_->handle(), true} : destination{};
}

}  // namespace smartfin
