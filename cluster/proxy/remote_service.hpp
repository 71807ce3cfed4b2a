#pragma once

#include <caf/actor_control_block.hpp>
#include <caf/fwd.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cluster/link/link_peer.hpp"
#include "cluster/proxy/message_codec.hpp"

namespace smartfin {

struct remote_options {
  std::string caller;   // the service of this node that asks
  std::string service;  // the one that is asked
  /// What `service` can be asked: all of its interfaces that this node uses.
  std::vector<const interface_codec*> interfaces{};
  /// What proves to the other side that it is `caller` who asks; asked for with every request.
  std::function<std::string()> credential = [] { return std::string{}; };
};

/// An actor that stands for a service on another node: it forwards each request over the link, in the sender's thread
/// and in the sender's order, and answers with what comes back.
///
/// It has no mailbox and is never scheduled. What cannot be sent is answered at once: `sec::request_receiver_down`
/// while there is no link (not processed, so that callers and routers send it again elsewhere), infra's overloaded when
/// too much is on its way. When the link ends, so does what is on its way: with `request_receiver_down` if it was not
/// sent, else with infra's answer_lost. An answer that comes after the request's deadline is dropped. Exit and down
/// messages are dropped: it lives as long as its handles.
///
/// Bind it to a router's address, or see it through a typed handle (typed_proxy.hpp).
caf::strong_actor_ptr make_remote_service(caf::actor_system& system,
                                          std::shared_ptr<const link_peer> peer,
                                          remote_options options);

}  // namespace smartfin
