#pragma once

#include <boost/describe/class.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>

#include "messages/call_context.hpp"
#include "messages/done.hpp"
#include "messages/status.hpp"

namespace smartfin {

struct show_node_status {
  call_context ctx;
};
BOOST_DESCRIBE_STRUCT(show_node_status, (), (ctx))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::show_node_status)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::node_status)

namespace smartfin {

/// MONITORING of one node; it works in every node.
using monitoring_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // What this node's services are doing. Idempotent.
    caf::replies_to<show_node_status>::with<node_status>>;

}  // namespace smartfin
