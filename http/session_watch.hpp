#pragma once

#include <caf/actor.hpp>
#include <caf/event_based_actor.hpp>

#include "http/session_keys.hpp"
#include "messages/auth.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin::http {

/// Keeps `keys` as AUTH has them: asks twice a second, so that an ended session is known here well within one. While
/// AUTH is away, what was known stays. `keys` outlives the actor. Forgets nothing when it restarts.
caf::behavior session_watch(caf::event_based_actor* self, service<auth_actor> auth,
                            session_keys* keys);

}  // namespace smartfin::http
