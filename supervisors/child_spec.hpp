#pragma once

#include <caf/actor.hpp>
#include <caf/fwd.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <variant>

#include "supervisors/stable_ref.hpp"

namespace smartfin {

/// When a child that ended is started again.
enum class restart_kind : std::uint8_t {
  permanent,  // always
  transient,  // when it ended with an error
  temporary,  // never
};

/// Whose restart a failure causes.
enum class restart_strategy : std::uint8_t {
  one_for_one,   // the failed child's
  one_for_all,   // everyone's
  rest_for_one,  // the failed child's and of those started after it
};

enum class child_kind : std::uint8_t { worker, supervisor };

/// The supervisor stops its children and ends with `supervision_errc::gave_up`: its parent decides.
/// A child that is itself a supervisor that gave up counts as one failure.
struct escalate {};
/// The child counts as down and is tried again after this long, for ever; the supervisor lives on.
/// The child's failures count against a window of its own; a child that is a supervisor that gave
/// up gets here at once.
struct retry_after {
  std::chrono::milliseconds delay;
};
/// What follows when a child failed more often than the limits allow.
using give_up_rule = std::variant<escalate, retry_after>;

/// Starts a child and returns its handle (`caf::actor_cast<caf::actor>` of a typed one). It runs in
/// the supervisor, must not block for long, and may throw: a failed start counts as a failure.
using child_start = std::function<caf::actor(caf::event_based_actor* supervisor)>;

/// Thrown by a `child_start` whose reason operators may read: no personal data. The text of any
/// other exception is not shown.
class start_refused : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// A child that is a supervisor, or whose end may take any time: it is never killed for being slow.
inline constexpr auto shutdown_unlimited = std::chrono::milliseconds::max();

/// One line of a supervision tree.
struct child_spec {
  /// Unique among its siblings, without '/'.
  std::string id{};
  child_start start{};
  restart_kind restart = restart_kind::permanent;
  /// How long it may take to end when asked; then it is killed, and after the same time again
  /// abandoned (a detached child in a blocking call cannot be killed). 0: killed at once.
  std::chrono::milliseconds shutdown{5'000};
  child_kind kind = child_kind::worker;
  give_up_rule on_give_up = escalate{};
  /// The address kept bound to the running child, if it has one.
  stable_ref address{};
  /// The service it works for, as the status page names it; empty: its supervisor's, else its own
  /// id.
  std::string service{};
};

}  // namespace smartfin
