#include <caf/actor_cast.hpp>
#include <caf/exit_reason.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/message_id.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>

#include "cluster/node/single_job.hpp"
#include "config/log.hpp"
#include "supervisors/crash_policy.hpp"

namespace smartfin {
namespace {

using self_pointer = caf::stateful_actor<single_job_state>*;
using held = caf::atom_constant<caf::atom("held")>;
using lost = caf::atom_constant<caf::atom("lost")>;

void end_worker(self_pointer self) {
  if (self->state.worker) caf::anon_send_exit(self->state.worker, caf::exit_reason::user_shutdown);
}

/// One worker at a time: the one before is gone before the next begins.
void start_if_due(self_pointer self) {
  auto& state = self->state;
  if (state.worker || !state.token || state.is_ending) return;
  state.worker = state.start(self, *state.token);
  self->monitor(state.worker);
}

void on_worker_down(self_pointer self, const caf::down_msg& down) {
  auto& state = self->state;
  if (!state.worker || down.source != state.worker.address()) return;
  const bool was_asked = down.reason == caf::exit_reason::user_shutdown;
  state.worker = nullptr;
  if (state.is_ending || !was_asked) return self->quit(down.reason);
  start_if_due(self);
}

void on_exit(self_pointer self, const caf::exit_msg& asked) {
  auto& state = self->state;
  if (asked.reason != caf::exit_reason::user_shutdown || !state.worker)
    return end_worker(self), self->quit(asked.reason);
  state.is_ending = true;
  end_worker(self);
}

/// Tells the actor, if it is still there, from the directory's thread.
directory::held_callback telling(self_pointer self) {
  return [to = caf::actor_cast<caf::weak_actor_ptr>(self->ctrl())](
             std::optional<fencing_token> token) {
    const auto whom = caf::actor_cast<caf::actor>(to);
    if (!whom) return;
    if (token)
      caf::anon_send(whom, held::value, token->value);
    else
      caf::anon_send(whom, lost::value);
  };
}

}  // namespace

caf::behavior single_job(self_pointer self, directory* members, std::string job, job_start start) {
  apply_crash_policy(self);
  self->state.members = members;
  self->state.start = std::move(start);
  self->set_down_handler([self](const caf::down_msg& down) { on_worker_down(self, down); });
  self->set_exit_handler([self](const caf::exit_msg& asked) { on_exit(self, asked); });
  self->set_default_handler(
      [self](caf::scheduled_actor*, caf::message_view& view) -> caf::result<caf::message> {
        if (self->state.worker)
          self->state.worker->enqueue(self->current_sender(), self->current_message_id(),
                                      view.move_content_to_message(), self->context());
        return caf::message{};
      });
  self->state.wish = members->contend(job, telling(self));
  return {
      [=](held, std::int64_t token) {
        log_line(log_level::info, "job_held", {{"job", job}, {"token", token}});
        self->state.token = fencing_token{token};
        end_worker(self);
        start_if_due(self);
      },
      [=](lost) {
        log_line(log_level::warn, "job_lost", {{"job", job}});
        self->state.token.reset();
        end_worker(self);
      },
  };
}

}  // namespace smartfin
