#include "cluster/routing/placed_services.hpp"

#include <algorithm>
#include <caf/actor.hpp>
#include <caf/actor_cast.hpp>
#include <caf/sec.hpp>
#include <caf/send.hpp>
#include <stdexcept>

#include "cluster/routing/service_catalogue.hpp"
#include "messages/done.hpp"
#include "messages/errors.hpp"
#include "messages/events.hpp"

namespace smartfin {

placed_services::placed_services(caf::actor_system& system, std::string self, node_trust trust)
    : system_(system), self_(std::move(self)), trust_(std::move(trust)) {}

void placed_services::add(const std::string& name, std::shared_ptr<service_router> workers) {
  const std::lock_guard lock{mutex_};
  placements_[name] = std::make_shared<service_placement>(self_, std::move(workers));
}

std::shared_ptr<service_placement> placed_services::placement(const std::string& name) const {
  const std::lock_guard lock{mutex_};
  const auto found = placements_.find(name);
  return found == placements_.end() ? nullptr : found->second;
}

std::shared_ptr<const request_target> placed_services::target(const std::string& caller,
                                                              const std::string& name) {
  const auto where = placement(name);
  if (!where || !find_in_catalogue(name))
    throw std::logic_error{"no service is reached as " + name};
  auto check = check_of(caller, name);
  const std::lock_guard lock{mutex_};
  auto& target = targets_[{caller, name}];
  if (!target)
    target = std::make_shared<const placed_service>(system_, caller, where, std::move(check));
  return target;
}

request_check placed_services::check_of(const std::string& caller, const std::string& name) const {
  return [this, caller, row = find_in_catalogue(name)](
             const caf::type_erased_tuple& content) -> std::optional<caf::error> {
    const auto* message = find_message(*row, content);
    if (!message) return caf::make_error(caf::sec::unexpected_message);
    const auto now = trust_.clock();
    const auto credential = trust_.credentials.credential_for(caller, row->service, now);
    arriving_request request{*credential, row->service, message->name};
    if (content.match_elements<apply_events>())
      request.stream = content.get_as<apply_events>(0).stream;
    const auto admitted = trust_.door.admit(request, now);
    if (!admitted) return make_error(admitted.error());
    return std::nullopt;
  };
}

bool placed_services::all_reachable() const {
  const std::lock_guard lock{mutex_};
  return std::ranges::all_of(service_catalogue(), [&](const catalogue_row& row) {
    const auto found = placements_.find(std::string{row.name});
    return found == placements_.end() || found->second->is_reachable();
  });
}

bool placed_services::fail(const std::string& service) {
  bool known = false;
  for (const auto& row : service_catalogue()) {
    if (row.service != service || !placement(std::string{row.name})) continue;
    const auto to = target("gateway", std::string{row.name});
    caf::anon_send(caf::actor_cast<caf::actor>(to->handle_for(0)), fail_on_purpose{});
    known = true;
  }
  return known;
}

void placed_services::close() {
  const std::lock_guard lock{mutex_};
  for (const auto& [name, where] : placements_) where->place(false, {});
  targets_.clear();
}

}  // namespace smartfin
