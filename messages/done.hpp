#pragma once

#include <boost/describe/class.hpp>
#include <caf/allowed_unsafe_message_type.hpp>

namespace smartfin {

/// The reply to a request that has nothing to tell but that it happened.
struct done {};
BOOST_DESCRIBE_STRUCT(done, (), ())

/// Makes the worker that handles it throw, as a bug would. Every service has it; the edge sends it only when the
/// settings allow faults.
struct fail_on_purpose {};
BOOST_DESCRIBE_STRUCT(fail_on_purpose, (), ())

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::done)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::fail_on_purpose)
