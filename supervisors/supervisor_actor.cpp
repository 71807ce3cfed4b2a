#include "supervisors/supervisor_actor.hpp"

#include <algorithm>
#include <caf/actor_cast.hpp>
#include <caf/actor_clock.hpp>
#include <caf/actor_system.hpp>
#include <caf/exit_reason.hpp>
#include <caf/sec.hpp>
#include <caf/send.hpp>
#include <utility>

#include "supervisors/crash_policy.hpp"

namespace smartfin::detail {

using namespace std::chrono_literals;

namespace {

/// How long a child without shutdown time may take to die of its kill.
constexpr std::chrono::milliseconds killed_grace{1'000};

bool starts_again(restart_kind kind, const caf::error& reason) {
  if (kind == restart_kind::transient) return reason && reason != caf::exit_reason::user_shutdown;
  return kind == restart_kind::permanent;
}

void release_address(const supervised& child, bool successor_expected) {
  if (!child.spec.address) return;
  successor_expected ? child.spec.address.await_worker() : child.spec.address.go_down();
}

}  // namespace

supervisor_actor::supervisor_actor(caf::actor_config& config, supervisor_options options,
                                   std::vector<child_spec> children)
    : caf::event_based_actor(config), options_(std::move(options)) {
  for (auto& spec : children) children_.push_back({.spec = std::move(spec)});
  apply_crash_policy(this);
  set_down_handler([this](caf::down_msg& down) { on_down(down); });
  set_exit_handler([this](caf::exit_msg& asked) { end(std::move(asked.reason)); });
}

caf::behavior supervisor_actor::make_behavior() {
  // It may give up at its first start, and an actor cannot quit before it has a behaviour.
  send(this, begin{});
  return {[this](begin) { advance(); }, [this](const restart_due& due) { on_restart_due(due); },
          [this](const stop_overdue& overdue) { on_stop_overdue(overdue); },
          [this](const kill_below& victim) { on_kill_below(victim.path); }};
}

void supervisor_actor::on_exit() {
  // Killed, it still has children, and a plainly spawned child would outlive it.
  for (auto child = children_.rbegin(); child != children_.rend(); ++child) {
    release_address(*child, false);
    if (!child->handle) continue;
    caf::anon_send_exit(child->handle, caf::exit_reason::kill);
    report(supervision_event_kind::stopped, *child, "killed with its supervisor");
  }
  // Also lets go of the handles: one to a detached child must not outlive the system.
  children_.clear();
}

void supervisor_actor::advance() {
  if (any_at(phase::stopping)) return;
  const auto next = std::find_if(children_.rbegin(), children_.rend(),
                                 [](const supervised& child) { return child.stop_wanted; });
  if (next != children_.rend()) return stop(*next);
  if (ending_) return quit(*ending_);
  start_ready();
}

void supervisor_actor::start_ready() {
  const bool together = options_.strategy != restart_strategy::one_for_one;
  if (together && any_at(phase::waiting)) return;
  for (auto& child : children_)
    if (child.at == phase::ready && !start(child) && (together || ending_)) return;
}

bool supervisor_actor::start(supervised& child) {
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

void supervisor_actor::on_restart_due(const restart_due& due) {
  auto& child = children_[due.child];
  if (child.at != phase::waiting || child.turn != due.turn) return;
  child.at = phase::ready;
  advance();
}

void supervisor_actor::on_down(const caf::down_msg& down) {
  const auto found = std::find_if(children_.begin(), children_.end(), [&](const auto& child) {
    return child.handle && child.handle.address() == down.source;
  });
  if (found == children_.end()) return;
  auto& child = *found;
  child.handle = nullptr;
  const auto why = reason_text(home_system(), down.reason);
  const bool goes_on = starts_again(child.spec.restart, down.reason);
  if (child.at == phase::stopping || (child.stop_wanted && goes_on)) return on_stopped(child, why);
  on_failure(child, down.reason, why);
}

void supervisor_actor::on_failure(supervised& child, const caf::error& reason,
                                  const std::string& why) {
  report(supervision_event_kind::down, child, why);
  if (!starts_again(child.spec.restart, reason)) return finish(child, why);
  const auto again = plan_restart(child, reason);
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

supervisor_actor::restart_plan supervisor_actor::plan_restart(supervised& child,
                                                              const caf::error& reason) {
  const auto* slow = std::get_if<retry_after>(&child.spec.on_give_up);
  if (!(slow && reason == supervision_errc::gave_up)) {
    auto& window = slow ? child.own_window : window_;
    const auto decision = smartfin::on_failure(window, child.backoff, now(), options_.limits);
    if (const auto* restart = std::get_if<restart_after>(&decision)) return {false, restart->delay};
    if (!slow) return {true, std::nullopt};
  }
  child.own_window.forget();
  child.backoff.forget();
  return {true, slow->delay};
}

void supervisor_actor::want_stopped_with(const supervised& failed) {
  if (options_.strategy == restart_strategy::one_for_one) return;
  const bool all = options_.strategy == restart_strategy::one_for_all;
  for (std::size_t i = all ? 0 : index_of(failed) + 1; i < children_.size(); ++i)
    if (children_[i].at == phase::running) children_[i].stop_wanted = true;
}

void supervisor_actor::end(caf::error reason) {
  if (ending_) return;
  ending_ = std::move(reason);
  for (auto& child : children_) {
    if (child.at == phase::running) child.stop_wanted = true;
    if (child.at != phase::ready && child.at != phase::waiting) continue;
    child.at = phase::done;
    release_address(child, false);
  }
  advance();
}

void supervisor_actor::stop(supervised& child) {
  child.at = phase::stopping;
  child.stop_wanted = false;
  child.killed = child.spec.shutdown == 0ms;
  release_address(child, !ending_);
  send_exit(child.handle, child.killed ? caf::exit_reason::kill : caf::exit_reason::user_shutdown);
  set_stop_timer(child);
}

void supervisor_actor::set_stop_timer(supervised& child) {
  ++child.turn;
  if (child.spec.shutdown == shutdown_unlimited) return;
  delayed_send(this, child.spec.shutdown > 0ms ? child.spec.shutdown : killed_grace,
               stop_overdue{index_of(child), child.turn});
}

void supervisor_actor::on_stop_overdue(const stop_overdue& overdue) {
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

void supervisor_actor::finish(supervised& child, const std::string& why) {
  child.at = phase::done;
  child.stop_wanted = false;
  release_address(child, false);
  report(supervision_event_kind::stopped, child, why);
  advance();
}

void supervisor_actor::on_stopped(supervised& child, const std::string& why) {
  if (ending_ || child.spec.restart == restart_kind::temporary) return finish(child, why);
  child.at = phase::ready;
  child.stop_wanted = false;
  release_address(child, true);
  report(supervision_event_kind::stopped, child, why);
  advance();
}

void supervisor_actor::on_kill_below(const std::string& path) {
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

bool supervisor_actor::any_at(phase where) const {
  return std::any_of(children_.begin(), children_.end(),
                     [&](const supervised& child) { return child.at == where; });
}

std::size_t supervisor_actor::index_of(const supervised& child) const {
  return static_cast<std::size_t>(&child - children_.data());
}

caf::actor_clock::time_point supervisor_actor::now() const { return home_system().clock().now(); }

void supervisor_actor::report(supervision_event_kind kind, const supervised& child,
                              const std::string& reason, std::chrono::milliseconds delay) const {
  const auto& spec = child.spec;
  const auto& service = !spec.service.empty()       ? spec.service
                        : !options_.service.empty() ? options_.service
                                                    : spec.id;
  const supervision_event event{kind, options_.name, spec.id, spec.kind, service, reason, delay};
  for (const auto& observer : options_.observers) observer->on_event(event);
}

}  // namespace smartfin::detail
