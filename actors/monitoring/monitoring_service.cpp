#include "actors/monitoring/monitoring_service.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <stdexcept>

namespace smartfin {

monitoring_actor::behavior_type monitoring_service(monitoring_actor::pointer self,
                                                   monitoring_deps deps) {
  apply_crash_policy(self, deps.report);
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [deps](const show_node_status&) -> caf::result<node_status> { return deps.status(); },
  };
}

}  // namespace smartfin
