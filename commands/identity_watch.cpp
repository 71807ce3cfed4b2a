#include "commands/identity_watch.hpp"

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/local_identity.hpp"
#include "config/log.hpp"
#include "supervisors/crash_policy.hpp"

namespace smartfin {
namespace {

using tick = caf::atom_constant<caf::atom("tick")>;
using renewal = caf::atom_constant<caf::atom("renewal")>;
constexpr std::chrono::seconds between_looks{10};
constexpr std::chrono::hours between_renewals{6};

void tell(refusal_counts& refusals) {
  for (const auto& each : refusals.take_facts())
    log_line(log_level::warn, "request_refused",
             {{"caller", each.caller},
              {"callee", each.callee},
              {"message", each.message},
              {"reason", each.reason},
              {"count", each.count}});
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

caf::behavior identity_watch(caf::event_based_actor* self, refusal_counts* refusals,
                             const std::filesystem::path& data_folder) {
  apply_crash_policy(self);
  self->delayed_send(self, between_looks, tick::value);
  if (!data_folder.empty()) self->delayed_send(self, between_renewals, renewal::value);
  return {
      [=](tick) {
        tell(*refusals);
        self->delayed_send(self, between_looks, tick::value);
      },
      [=](renewal) {
        renew(data_folder);
        self->delayed_send(self, between_renewals, renewal::value);
      },
  };
}

}  // namespace smartfin
