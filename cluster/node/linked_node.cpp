#include "cluster/node/linked_node.hpp"

#include <algorithm>

#include "cluster/proxy/remote_service.hpp"
#include "cluster/routing/service_catalogue.hpp"
#include "config/log.hpp"
#include "domain/trust/trust_table.hpp"

namespace smartfin {
namespace {

/// A request of another node is let in as one of this node is: by its credential and the table.
call_check check_by(const node_trust& trust) {
  return [trust](const call_claim& claim) -> std::optional<std::string> {
    const auto* row = find_in_catalogue(claim.service);
    if (!row) return "there is no such service";
    const auto admitted =
        trust.door.admit({claim.credential, row->service, claim.message}, trust.clock());
    if (!admitted) return std::string{to_string(admitted.error())};
    if (*admitted != claim.caller) return "its credential is another service's";
    return std::nullopt;
  };
}

void log_refused(const call_claim& claim, const std::string& why) {
  log_line(log_level::warn, "link_request_refused",
           {{"peer", claim.peer}, {"service", claim.service}, {"reason", why}});
}

link_observer logged() {
  return {
      [](const peer_info& peer) {
        log_line(log_level::info, "link_up",
                 {{"peer", peer.node},
                  {"build", peer.build},
                  {"incarnation", peer.incarnation},
                  {"protocol", static_cast<std::int64_t>(peer.version)}});
      },
      [](const std::string& node, const std::string& why) {
        log_line(log_level::warn, "link_down", {{"peer", node}, {"reason", why}});
      },
      [](const std::string& who, const std::string& why) {
        log_line(log_level::warn, "link_refused", {{"peer", who}, {"reason", why}});
      },
  };
}

/// What looks after a node works in it, whatever else does.
std::set<std::string> with_monitoring(std::set<std::string> services) {
  services.insert("monitoring");
  return services;
}

bool offers(const member& member, std::string_view service) {
  return !member.record.draining &&
         std::ranges::find(member.record.services, service) != member.record.services.end();
}

}  // namespace

linked_node::linked_node(caf::actor_system& system, placed_services& services, node_trust trust,
                         linked_node_options options, const std::set<std::string>& works_here)
    : system_(system),
      services_(services),
      trust_(std::move(trust)),
      options_(std::move(options)),
      works_here_(with_monitoring(works_here)),
      exports_(system, check_by(trust_), log_refused),
      hub_(options_.link, exports_, logged()) {}

linked_node::~linked_node() { stop(); }

void linked_node::join(const directory_maker& make) {
  for (const auto& row : service_catalogue())
    if (works_here_.contains(std::string{row.service}))
      if (const auto where = services_.placement(std::string{row.name}))
        exports_.offer({std::string{row.name}, where->workers(), row.interfaces, row.key});
  place({});
  member_record self{.name = options_.link.node,
                     .incarnation = options_.link.incarnation,
                     .link_address = options_.link_address,
                     .http_address = options_.http_address,
                     .services = {works_here_.begin(), works_here_.end()},
                     .build = options_.link.build,
                     .protocol = options_.link.versions.highest,
                     .protocol_oldest = options_.link.versions.lowest};
  if (self.link_address.empty())
    self.link_address = options_.link.listen_host + ":" + std::to_string(hub_.port());
  directory_listener listener;
  listener.view = [this](auto view) { follow(view); };
  listener.own = [](standing now) {
    static constexpr const char* events[] = {"cluster_left", "cluster_joined",
                                             "cluster_name_taken"};
    log_line(now == standing::in ? log_level::notice : log_level::warn,
             events[static_cast<int>(now)], {});
  };
  directory_ = make(std::move(self), std::move(listener));
}

void linked_node::follow(const std::shared_ptr<const cluster_view>& view) {
  std::set<std::string> there;
  for (const auto& each : view->members) {
    if (each.record.name == options_.link.node) continue;
    there.insert(each.record.name);
    hub_.reach(each.record.name, each.record.link_address);
  }
  std::set<std::string> gone;
  {
    const std::lock_guard lock{mutex_};
    std::ranges::set_difference(reached_, there, std::inserter(gone, gone.end()));
    reached_ = std::move(there);
    std::erase_if(remotes_, [&](const auto& each) { return gone.contains(each.first.first); });
  }
  place(*view);
  for (const auto& node : gone) hub_.forget(node);
}

void linked_node::place(const cluster_view& view) {
  const auto& self = options_.link.node;
  const auto own =
      std::ranges::find(view.members, self, [](const member& each) { return each.record.name; });
  // Until it knows better, a node asks its own services.
  const bool is_draining = own != view.members.end() && own->record.draining;
  for (const auto& row : service_catalogue()) {
    const auto where = services_.placement(std::string{row.name});
    if (!where) continue;
    std::vector<std::shared_ptr<const remote_workers>> elsewhere;
    for (const auto& each : view.members)
      if (each.record.name != self && offers(each, row.service))
        elsewhere.push_back(remote(each.record.name, std::string{row.name}));
    const bool is_here =
        works_here_.contains(std::string{row.service}) && (!is_draining || elsewhere.empty());
    where->place(is_here, std::move(elsewhere));
  }
}

std::shared_ptr<const remote_workers> linked_node::remote(const std::string& node,
                                                          const std::string& name) {
  const std::lock_guard lock{mutex_};
  auto& kept = remotes_[{node, name}];
  if (kept) return kept;
  const auto peer = hub_.peer(node);
  const auto* row = find_in_catalogue(name);
  remote_workers workers{node, [peer] { return peer->up(); }};
  for (const auto caller : service_names()) {
    if (!trust_.credentials.speaks_for(caller)) continue;
    remote_options options{std::string{caller}, name, row->interfaces};
    options.credential = [this, caller, row] {
      return *trust_.credentials.credential_for(caller, row->service, trust_.clock());
    };
    workers.by_caller.emplace(caller, make_remote_service(system_, peer, std::move(options)));
  }
  return kept = std::make_shared<const remote_workers>(std::move(workers));
}

std::shared_ptr<const cluster_view> linked_node::view() const {
  return directory_ ? directory_->view() : std::make_shared<const cluster_view>();
}

void linked_node::drain() {
  if (directory_) directory_->set_draining(true);
}

void linked_node::stop() {
  if (directory_) directory_->stop();
  hub_.close();
  exports_.close();
}

}  // namespace smartfin
