#pragma once

#include <boost/describe/class.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <vector>

#include "messages/call_context.hpp"
#include "messages/done.hpp"
#include "messages/facts.hpp"

namespace smartfin {

/// What a node has refused since it told last.
struct note_refusals {
  static constexpr std::size_t refusals_max = 1'000;
  call_context ctx;
  std::vector<request_refused> refusals;
};
BOOST_DESCRIBE_STRUCT(note_refusals, (), (ctx, refusals))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::note_refusals)

namespace smartfin {

/// AUTHENTICATION as nodes tell it of requests that their services have refused: it publishes them, for AUDIT.
using refusal_book_actor = caf::typed_actor<
    // Idempotent by key.
    caf::replies_to<note_refusals>::with<done>>;

}  // namespace smartfin
