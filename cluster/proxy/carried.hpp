#pragma once

#include <caf/error.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "cluster/link/link_call.hpp"
#include "messages/call_context.hpp"

namespace smartfin {

/// The context as JSON, without its deadline: that travels as the time that remains.
std::string carried(const call_context& ctx);
/// Of an empty text, a blank one. Nothing: not a context.
std::optional<call_context> context_from(std::string_view text,
                                         std::chrono::steady_clock::time_point deadline);

/// Category, code and detail. Of CAF's own errors those stay what they are that callers act upon; the rest become an
/// outage.
carried_error carried(const caf::error& error);
/// A category that this version does not know becomes an outage.
caf::error error_from(const carried_error& error);
/// What a caller sees of a lost call: `sec::request_receiver_down` where it was certainly not processed, so that it may
/// be sent again; else infra's answer_lost, overloaded, deadline_exceeded or internal.
caf::error error_from(call_loss loss);

}  // namespace smartfin
