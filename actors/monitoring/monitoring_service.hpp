#pragma once

#include <functional>

#include "messages/monitoring.hpp"
#include "supervisors/crash_policy.hpp"

namespace smartfin {

struct monitoring_deps {
  std::function<node_status()> status;
  crash_report report;
};

/// MONITORING. Owns nothing: tells what the boards of the node say.
monitoring_actor::behavior_type monitoring_service(monitoring_actor::pointer self,
                                                   monitoring_deps deps);

}  // namespace smartfin
