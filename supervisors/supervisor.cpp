#include "supervisors/supervisor.hpp"

#include <algorithm>
#include <caf/actor_cast.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/behavior.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/exit_reason.hpp>
#include <caf/send.hpp>
#include <caf/system_messages.hpp>
#include <cassert>
#include <optional>
#include <utility>

#include "supervisors/crash_policy.hpp"

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

namespace smartfin {

namespace {

using detail::begin, detail::kill_below, detail::restart_due, detail::stop_overdue;

constexpr auto category = caf::atom("supervise");

enum class phase {
  ready,  // to be started when its turn comes
  running,
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

bool ended_well(const caf::error& reason) {
  return !reason || reason == caf::exit_reason::user_shutdown;
}

class supervisor : public caf::event_based_actor {
public:
  supervisor(caf::actor_config& config, supervisor_options options,
             std::vector<child_spec> children)
      : caf::event_based_actor(config), options_(std::move(options)) {
    for (auto& spec : children) children_.push_back({.spec = std::move(spec)});
    apply_crash_policy(this);
    set_down_handler([this](caf::down_msg& down) { on_down(down); });
    set_exit_handler([this](caf::exit_msg& asked) { end(std::move(asked.reason)); });
  }

  const char* name() const override { return "supervisor"; }

  caf::behavior make_behavior() override {
    // A supervisor may give up at its first start; an actor cannot quit before it has a behaviour.
    send(this, begin{});
    return {[this](begin) { advance(); }, [this](const restart_due& due) { on_restart_due(due); },
            [this](const stop_overdue& overdue) { on_stop_overdue(overdue); },
            [this](const kill_below& victim) { on_kill_below(victim.path); }};
  }

  /// Also runs when it was killed: a plainly spawned child would outlive it.
  void on_exit() override {
    for (auto child = children_.rbegin(); child != children_.rend(); ++child) {
      if (child->spec.address) child->spec.address.go_down();
      if (!child->handle) continue;
      caf::anon_send_exit(child->handle, caf::exit_reason::kill);
      report(supervision_event_kind::stopped, *child, "killed with its supervisor");
    }
    children_.clear();
  }

private:
  // -- starting ---------------------------------------------------------------------------------

  /// Does the next thing that can be done: stop one child, end, or start those whose turn it is.
  void advance() {
    if (any_at(phase::stopping)) return;
    const auto next = std::find_if(children_.rbegin(), children_.rend(),
                                   [](const supervised& child) { return child.stop_wanted; });
    if (next != children_.rend()) return stop(*next);
    if (ending_) return quit(*ending_);
    start_ready();
  }

  void start_ready() {
    const bool together = options_.strategy != restart_strategy::one_for_one;
    if (together && any_at(phase::waiting)) return;
    for (auto& child : children_)
      if (child.at == phase::ready && !start(child) && (together || ending_)) return;
  }

  bool start(supervised& child) {
    std::string refusal = "could not start";
    try {
      child.handle = child.spec.start(this);
    } catch (const start_refused& refused) {
      refusal = refusal + ": " + refused.what();
    } catch (...) {
      // Its text may hold anything; see start_refused.
    }
    if (!child.handle) {
      on_failure(child, caf::make_error(caf::sec::runtime_error), refusal);
      return false;
    }
    child.at = phase::running;
    ++child.turn;
    child.backoff.started(now());
    monitor(child.handle);
    if (child.spec.address)
      child.spec.address.bind(caf::actor_cast<caf::strong_actor_ptr>(child.handle));
    report(supervision_event_kind::started, child, {});
    return true;
  }

  void on_restart_due(const restart_due& due) {
    auto& child = children_[due.child];
    if (child.at != phase::waiting || child.turn != due.turn) return;
    child.at = phase::ready;
    advance();
  }

  // -- failures ---------------------------------------------------------------------------------

  void on_down(caf::down_msg& down) {
    const auto found = std::find_if(children_.begin(), children_.end(), [&](const auto& child) {
      return child.handle && child.handle.address() == down.source;
    });
    if (found == children_.end()) return;
    auto& child = *found;
    child.handle = nullptr;
    const auto why = reason_text(home_system(), down.reason);
    if (child.at == phase::stopping || child.stop_wanted) return on_stopped(child, why);
    on_failure(child, down.reason, why);
  }

  void on_failure(supervised& child, const caf::error& reason, const std::string& why) {
    report(supervision_event_kind::down, child, why);
    const auto kind = child.spec.restart;
    if (kind == restart_kind::temporary ||
        (kind == restart_kind::transient && ended_well(reason))) {
      child.at = phase::done;
      release_address(child, false);
      report(supervision_event_kind::stopped, child, why);
      return advance();
    }
    const auto again = restart_delay(child, reason);
    report(again.gave_up ? supervision_event_kind::gave_up : supervision_event_kind::restarting,
           child, why, again.delay.value_or(std::chrono::milliseconds{0}));
    release_address(child, !again.gave_up);
    if (!again.delay) {
      child.at = phase::done;
      return end(supervision_errc::gave_up);
    }
    child.at = phase::waiting;
    delayed_send(this, *again.delay, restart_due{index_of(child), ++child.turn});
    want_stopped_with(child);
    advance();
  }

  struct restart_plan {
    bool gave_up;
    /// None: this supervisor ends.
    std::optional<std::chrono::milliseconds> delay;
  };

  restart_plan restart_delay(supervised& child, const caf::error& reason) {
    const auto* slow = std::get_if<retry_after>(&child.spec.on_give_up);
    if (!(slow && reason == supervision_errc::gave_up)) {
      auto& window = slow ? child.own_window : window_;
      const auto decision = on_failure_of(child, window);
      if (const auto* restart = std::get_if<restart_after>(&decision))
        return {false, restart->delay};
      if (!slow) return {true, std::nullopt};
    }
    child.own_window.forget();
    child.backoff.forget();
    return {true, slow->delay};
  }

  restart_decision on_failure_of(supervised& child, restart_window& window) {
    return smartfin::on_failure(window, child.backoff, now(), options_.limits);
  }

  /// Marks the siblings that must not outlive a failed child.
  void want_stopped_with(const supervised& failed) {
    if (options_.strategy == restart_strategy::one_for_one) return;
    const bool all = options_.strategy == restart_strategy::one_for_all;
    for (std::size_t i = all ? 0 : index_of(failed) + 1; i < children_.size(); ++i)
      if (children_[i].at == phase::running) children_[i].stop_wanted = true;
  }

  // -- stopping ---------------------------------------------------------------------------------

  /// Ends this supervisor once all children are gone.
  void end(caf::error reason) {
    if (ending_) return;
    ending_ = std::move(reason);
    for (auto& child : children_) {
      if (child.at == phase::running) child.stop_wanted = true;
      if (child.at == phase::ready || child.at == phase::waiting) child.at = phase::done;
    }
    advance();
  }

  void stop(supervised& child) {
    child.at = phase::stopping;
    child.stop_wanted = false;
    child.killed = child.spec.shutdown == child.spec.shutdown.zero();
    release_address(child, !ending_);
    send_exit(child.handle,
              child.killed ? caf::exit_reason::kill : caf::exit_reason::user_shutdown);
    set_stop_timer(child);
  }

  void set_stop_timer(supervised& child) {
    ++child.turn;
    if (child.spec.shutdown == shutdown_unlimited) return;
    delayed_send(this, std::max(child.spec.shutdown, brutal_kill_grace),
                 stop_overdue{index_of(child), child.turn});
  }

  void on_stop_overdue(const stop_overdue& overdue) {
    auto& child = children_[overdue.child];
    if (child.at != phase::stopping || child.turn != overdue.turn) return;
    if (!child.killed) {
      child.killed = true;
      send_exit(child.handle, caf::exit_reason::kill);
      return set_stop_timer(child);
    }
    demonitor(child.handle.address());
    child.handle = nullptr;
    on_stopped(child, "abandoned: it did not end when killed");
  }

  void on_stopped(supervised& child, const std::string& why) {
    const bool final = ending_ || child.spec.restart == restart_kind::temporary;
    child.stop_wanted = false;
    child.at = final ? phase::done : phase::ready;
    release_address(child, !final);
    report(supervision_event_kind::stopped, child, why);
    advance();
  }

  void on_kill_below(const std::string& path) {
    const auto slash = path.find('/');
    const auto id = path.substr(0, slash);
    for (auto& child : children_) {
      if (child.spec.id != id || !child.handle) continue;
      if (slash == std::string::npos)
        caf::anon_send_exit(child.handle, caf::exit_reason::kill);
      else if (child.spec.kind == child_kind::supervisor)
        send(child.handle, kill_below{path.substr(slash + 1)});
    }
  }

  // -- small things -----------------------------------------------------------------------------

  bool any_at(phase where) const {
    return std::any_of(children_.begin(), children_.end(),
                       [&](const supervised& child) { return child.at == where; });
  }

  std::size_t index_of(const supervised& child) const {
    return static_cast<std::size_t>(&child - children_.data());
  }

  caf::actor_clock::time_point now() const { return home_system().clock().now(); }

  static void release_address(const supervised& child, bool successor_expected) {
    if (!child.spec.address) return;
    successor_expected ? child.spec.address.await_worker() : child.spec.address.go_down();
  }

  void report(supervision_event_kind kind, const supervised& child, const std::string& reason,
              std::chrono::milliseconds delay = {}) const {
    const auto& spec = child.spec;
    const auto& service = !spec.service.empty()       ? spec.service
                          : !options_.service.empty() ? options_.service
                                                      : spec.id;
    const supervision_event event{kind, options_.name, spec.id, spec.kind, service, reason, delay};
    for (const auto& observer : options_.observers) observer->on_event(event);
  }

  static constexpr std::chrono::milliseconds brutal_kill_grace{1'000};

  supervisor_options options_;
  std::vector<supervised> children_;
  restart_window window_;
  std::optional<caf::error> ending_;
};

}  // namespace

caf::error make_error(supervision_errc code) {
  return caf::error{static_cast<std::uint8_t>(code), category};
}

caf::actor spawn_supervisor(caf::actor_system& system, supervisor_options options,
                            std::vector<child_spec> children) {
  return system.spawn<supervisor>(std::move(options), std::move(children));
}

child_start supervisor_start(supervisor_options options, std::vector<child_spec> children) {
  return [options = std::move(options),
          children = std::move(children)](caf::event_based_actor* parent) -> caf::actor {
    return parent->spawn<supervisor>(options, children);
  };
}

void kill_child(const caf::actor& supervisor, std::string path) {
  caf::anon_send(supervisor, kill_below{std::move(path)});
}

std::string reason_text(caf::actor_system& system, const caf::error& reason) {
  if (!reason) return "normal";
  if (reason == supervision_errc::gave_up) return "gave up";
  auto text = system.render(caf::error{reason.code(), reason.category()});
  if (const auto type = noted_exception(reason); !type.empty()) text += ": " + type;
  return text;
}

}  // namespace smartfin
