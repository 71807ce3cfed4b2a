#include "supervisors/health_board.hpp"

#include <algorithm>

namespace smartfin {

health_board::health_board(std::string node, wall_clock now)
    : node_(std::move(node)), now_(std::move(now)) {}

void health_board::declare(const std::string& service) {
  const std::lock_guard guard{mutex_};
  record_of(service);
}

void health_board::watch(const std::shared_ptr<service_router>& router) {
  const std::lock_guard guard{mutex_};
  record_of(router->name()).routers.push_back(router);
}

void health_board::on_event(const supervision_event& event) noexcept {
  const std::lock_guard guard{mutex_};
  auto& record = record_of(event.service);
  auto& member = record.members[{event.supervisor, event.child}];
  member.is = event.child_is;
  member.counts = event.kind != supervision_event_kind::stopped;
  switch (event.kind) {
    case supervision_event_kind::started:
      member.state = service_state::up;
      if (member.starts++ > 0 && member.is == child_kind::worker) ++record.status.restarts;
      break;
    case supervision_event_kind::down:
    case supervision_event_kind::restarting:
      member.state = service_state::restarting;
      break;
    case supervision_event_kind::gave_up:
    case supervision_event_kind::stopped:
      member.state = service_state::down;
      break;
  }
  if (const auto state = state_of(record); state != record.status.state) {
    record.status.state = state;
    record.status.since = now_();
  }
}

node_status health_board::snapshot() const {
  node_status status{node_, {}, {}};
  const std::lock_guard guard{mutex_};
  for (const auto& record : records_) {
    auto service = record.status;
    for (const auto& watched : record.routers) {
      const auto router = watched.lock();
      if (!router) continue;
      const auto load = router->load();
      service.in_flight += load.in_flight;
      service.queue += load.queue;
    }
    status.services.push_back(std::move(service));
  }
  return status;
}

health_board::service_record& health_board::record_of(const std::string& service) {
  const auto found = std::find_if(records_.begin(), records_.end(), [&](const service_record& r) {
    return r.status.name == service;
  });
  if (found != records_.end()) return *found;
  auto& added = records_.emplace_back();
  added.status.name = service;
  added.status.since = now_();
  return added;
}

/// A group's supervisor that is not up decides; else its workers do.
service_state health_board::state_of(const service_record& record) {
  auto group = service_state::up;
  bool group_runs = false, some_restart = false;
  std::size_t workers = 0, workers_up = 0;
  for (const auto& [key, member] : record.members) {
    if (!member.counts) continue;
    if (member.is == child_kind::supervisor) {
      group = std::min(group, member.state);
      group_runs = true;
    } else {
      ++workers;
      if (member.state == service_state::up) ++workers_up;
      if (member.state == service_state::restarting) some_restart = true;
    }
  }
  if (group != service_state::up) return group;
  if (workers == 0) return group_runs ? service_state::up : service_state::down;
  if (workers_up == workers) return service_state::up;
  if (workers_up > 0) return service_state::degraded;
  return some_restart ? service_state::restarting : service_state::down;
}

}  // namespace smartfin
