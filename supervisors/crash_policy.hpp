#pragma once

#include <caf/fwd.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace smartfin {

/// Told what an actor met, in words free of message contents; runs on the actor's thread. May be
/// empty.
using crash_report = std::function<void(std::string_view actor, std::string_view what)>;

/// To be called first by every child: nothing it meets is ever printed or answered with message
/// contents. An exception ends the actor and answers the request `sec::runtime_error`, keeping only
/// the exception's type; a message it has no handler for answers `sec::unexpected_message`,
/// reporting only its types; down messages are ignored. The actor may replace each handler
/// afterwards.
///
/// `last_act` runs before an exception ends the actor, to finish what is sound; it must not throw.
void apply_crash_policy(caf::scheduled_actor* self, crash_report report = {},
                        std::function<void()> last_act = {});

/// The exception type noted in an error by the policy; empty when there is none.
std::string noted_exception(const caf::error& reason);

}  // namespace smartfin
