#include "http/session_watch.hpp"

#include "supervisors/crash_policy.hpp"

namespace smartfin::http {
namespace {

using tick = caf::atom_constant<caf::atom("tick")>;
constexpr std::chrono::milliseconds between_questions{500};
constexpr std::chrono::milliseconds after_failure{100};
constexpr std::chrono::seconds patience{2};

}  // namespace

caf::behavior session_watch(caf::event_based_actor* self, service<auth_actor> auth,
                            session_keys* keys) {
  apply_crash_policy(self);
  self->send(self, tick::value);
  return {[=](tick) {
    list_verification_keys question;
    question.ctx.now =
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    question.ctx.deadline = std::chrono::steady_clock::now() + patience;
    self->request(auth.for_key(0), patience, std::move(question))
        .then(
            [=](const verification_keys& answer) {
              keys->update(answer);
              self->delayed_send(self, between_questions, tick::value);
            },
            [=](const caf::error&) { self->delayed_send(self, after_failure, tick::value); });
  }};
}

}  // namespace smartfin::http
