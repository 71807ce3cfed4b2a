#include "commands/identity_watch.hpp"

#include <chrono>
#include <random>

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/local_identity.hpp"
#include "config/log.hpp"
#include "supervisors/crash_policy.hpp"

namespace smartfin {
namespace {

using tick = caf::atom_constant<caf::atom("tick")>;
using watch_pointer = caf::stateful_actor<identity_watch_state>*;
using renewal = caf::atom_constant<caf::atom("renewal")>;
constexpr std::chrono::seconds between_looks{10};
constexpr std::chrono::hours between_renewals{6};

std::string new_key() {
  std::random_device random;
  return "refusals-" + std::to_string(random()) + "-" + std::to_string(random());
}

void log(const std::vector<request_refused>& refusals) {
  for (const auto& each : refusals)
    log_line(log_level::warn, "request_refused",
             {{"caller", each.caller},
              {"callee", each.callee},
              {"message", each.message},
              {"reason", each.reason},
              {"count", each.count}});
}

/// The same refusals under the same key until they are written, so that they count once.
void tell(watch_pointer self, const identity_watch_deps& deps) {
  auto& untold = self->state.untold;
  if (untold.refusals.empty()) {
    untold.refusals = deps.refusals->take_facts();
    if (untold.refusals.empty()) return;
    untold.ctx.idempotency_key = untold.ctx.request_digest = new_key();
    log(untold.refusals);
  }
  untold.ctx.now = deps.clock();
  untold.ctx.deadline = std::chrono::steady_clock::now() + between_looks;
  self->request(deps.book, between_looks, untold)
      .then([self](const done&) { self->state.untold = {}; }, [](const caf::error&) {});
}

void renew(const std::filesystem::path& data_folder) {
  try {
    ensure_local_identity(data_folder, std::chrono::floor<std::chrono::microseconds>(
                                           std::chrono::system_clock::now()));
  } catch (const identity_refusal& refused) {
    log_line(log_level::error, "identity_not_renewed", {{"reason", refused.what()}});
  }
}

}  // namespace

caf::behavior identity_watch(watch_pointer self, identity_watch_deps deps) {
  apply_crash_policy(self);
  self->delayed_send(self, between_looks, tick::value);
  if (!deps.data_folder.empty()) self->delayed_send(self, between_renewals, renewal::value);
  return {
      [=](tick) {
        tell(self, deps);
        self->delayed_send(self, between_looks, tick::value);
      },
      [=](renewal) {
        renew(deps.data_folder);
        self->delayed_send(self, between_renewals, renewal::value);
      },
  };
}

}  // namespace smartfin
