#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/behavior.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/system_messages.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "supervisors/supervisor.hpp"

namespace smartfin::detail {

struct begin {};
struct restart_due {
  std::size_t child;
  std::uint64_t turn;
};
struct stop_overdue {
  std::size_t child;
  std::uint64_t turn;
};
struct kill_below {
  std::string path;
};

}  // namespace smartfin::detail

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::detail::begin)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::detail::restart_due)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::detail::stop_overdue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::detail::kill_below)

namespace smartfin::detail {

enum class phase : std::uint8_t {
  ready,     // to be started when its turn comes
  running,   //
  stopping,  // asked to end
  waiting,   // for its restart delay
  done,      // not to be started by itself
};

struct supervised {
  child_spec spec;
  caf::actor handle{};
  phase at = phase::ready;
  /// Running, to be stopped when those started after it are gone.
  bool stop_wanted = false;
  bool killed = false;
  /// Timers of an earlier turn are stale; CAF cannot cancel them.
  std::uint64_t turn = 0;
  restart_backoff backoff{};
  /// Only for `retry_after`.
  restart_window own_window{};
};

/// The actor behind `spawn_supervisor`, which tells its contract. Private to this folder.
///
/// Every event marks children (to be stopped, ready to start) and then calls `advance`, which does
/// what can be done by now: stops come before the end, the end before starts, one stop at a time.
class supervisor_actor : public caf::event_based_actor {
public:
  supervisor_actor(caf::actor_config& config, supervisor_options options,
                   std::vector<child_spec> children);

  const char* name() const override { return "supervisor"; }
  caf::behavior make_behavior() override;
  void on_exit() override;

private:
  struct restart_plan {
    bool gave_up;
    /// None: this supervisor ends.
    std::optional<std::chrono::milliseconds> delay;
  };

  void on_restart_due(const restart_due& due);
  void on_stop_overdue(const stop_overdue& overdue);
  void on_kill_below(const std::string& path);
  void on_down(const caf::down_msg& down);

  void advance();
  void start_ready();
  bool start(supervised& child);
  void stop(supervised& child);
  void set_stop_timer(supervised& child);
  /// Ends this supervisor once all children are gone.
  void end(caf::error reason);

  void on_failure(supervised& child, const caf::error& reason, const std::string& why);
  void on_stopped(supervised& child, const std::string& why);
  void finish(supervised& child, const std::string& why);
  restart_plan plan_restart(supervised& child, const caf::error& reason);
  /// Marks the siblings that must not outlive a failed child.
  void want_stopped_with(const supervised& failed);

  bool any_at(phase where) const;
  std::size_t index_of(const supervised& child) const;
  caf::actor_clock::time_point now() const;
  void report(supervision_event_kind kind, const supervised& child, const std::string& reason,
              std::chrono::milliseconds delay = {}) const;

  supervisor_options options_;
  std::vector<supervised> children_;
  restart_window window_;
  /// Why it ends, once it does.
  std::optional<caf::error> ending_;
};

}  // namespace smartfin::detail
