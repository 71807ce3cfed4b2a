#include "cluster/node/whole_status.hpp"

#include <algorithm>
#include <caf/actor_cast.hpp>
#include <caf/scoped_actor.hpp>

#include "messages/monitoring.hpp"

namespace smartfin {
namespace {

node_line line_of(const member& each, const node_status* said) {
  node_line line{each.record.name, node_state::unreachable, each.record.build,
                 each.record.http_address, each.record.services};
  if (said) line.state = each.record.draining ? node_state::draining : node_state::up;
  return line;
}

/// The one that was looked at last: a relay that moved has left an older one behind.
void add_stream(std::vector<stream_status>& streams, const stream_status& more) {
  const auto known = std::ranges::find(streams, more.stream, &stream_status::stream);
  if (known == streams.end())
    streams.push_back(more);
  else if (known->audited_at < more.audited_at)
    *known = more;
}

}  // namespace

node_status whole_status(node_status own, const cluster_view& view,
                         const std::vector<node_status>& others) {
  const auto said_by = [&](const std::string& name) -> const node_status* {
    if (name == own.node) return &own;
    const auto found = std::ranges::find(others, name, &node_status::node);
    return found == others.end() ? nullptr : &*found;
  };
  std::vector<node_line> nodes;
  for (const auto& each : view.members) {
    auto line = line_of(each, said_by(each.record.name));
    if (const auto* said = said_by(each.record.name)) {
      line.states = said->services;
      line.caches = said->caches;
      line.objects = said->objects;
    }
    nodes.push_back(std::move(line));
  }
  for (const auto& each : others)
    for (const auto& stream : each.streams) add_stream(own.streams, stream);
  std::ranges::sort(own.streams, {}, &stream_status::stream);
  own.nodes = std::move(nodes);
  return own;
}

std::vector<node_status> ask_others(caf::actor_system& system, const service_placement& monitoring,
                                    std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::vector<node_status> all;
  for (const auto& handle : monitoring.others("gateway")) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    caf::scoped_actor self{system};  // a new one each time: a late answer finds nobody
    show_node_status question;
    question.ctx.deadline = deadline;
    self->request(caf::actor_cast<monitoring_actor>(handle), left, std::move(question))
        .receive([&](node_status& said) { all.push_back(std::move(said)); },
                 [](const caf::error&) {});
  }
  return all;
}

}  // namespace smartfin
