#pragma once

#include <caf/actor_cast.hpp>

#include "cluster/proxy/interfaces.hpp"
#include "cluster/proxy/remote_service.hpp"

namespace smartfin {

/// A service on another node, as its interface sees it. `options.interfaces` is filled in.
template <class Handle>
Handle typed_proxy(caf::actor_system& system, std::shared_ptr<const link_peer> peer,
                   remote_options options) {
  options.interfaces = {&interface_of<Handle>()};
  return caf::actor_cast<Handle>(make_remote_service(system, std::move(peer), std::move(options)));
}

}  // namespace smartfin
