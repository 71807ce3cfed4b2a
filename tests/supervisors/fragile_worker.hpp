#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/behavior.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/exit_reason.hpp>
#include <caf/sec.hpp>
#include <caf/send.hpp>
#include <stdexcept>
#include <string>

#include "supervisors/crash_policy.hpp"

namespace smartfin::testing {

/// How a worker is made to end.
enum class ending { throws, quits_with_error, is_killed, quits_normally };

struct end_now {
  ending how;
};
struct echo {
  int value;
};

}  // namespace smartfin::testing

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::testing::end_now)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::testing::echo)

namespace smartfin::testing {

/// Answers `echo` and ends when told.
inline caf::behavior fragile_worker(caf::event_based_actor* self) {
  apply_crash_policy(self);
  return {[](const echo& asked) { return asked.value; },
          [self](const end_now& told) {
            switch (told.how) {
              case ending::throws:
                throw std::logic_error{"Jane Doe, jane@example.org"};
              case ending::quits_with_error:
                return self->quit(caf::sec::invalid_argument);
              case ending::quits_normally:
                return self->quit();
              case ending::is_killed:
                return;
            }
          }};
}

/// Ignores requests to end; only a kill ends it.
inline caf::behavior stubborn_worker(caf::event_based_actor* self) {
  self->set_exit_handler([](caf::exit_msg&) {});
  return fragile_worker(self);
}

template <class Handle>
void make_end(const Handle& worker, ending how) {
  if (how == ending::is_killed)
    caf::anon_send_exit(worker, caf::exit_reason::kill);
  else
    caf::anon_send(worker, end_now{how});
}

}  // namespace smartfin::testing
