#pragma once

#include <functional>
#include <memory>

#include "storage/cache/cache.hpp"
#include "storage/sql/sql_session.hpp"
#include "storage/vault.hpp"
#include "supervisors/crash_policy.hpp"

namespace smartfin {

/// What every worker with a database needs. `keys` outlives the worker.
struct service_deps {
  service_database database;
  const vault* keys = nullptr;
  crash_report report;
  /// Tells the service's relay that events became durable. May be empty: the relay looks by itself now and then.
  std::function<void()> wake_relay{};
  /// Shared by all; may be empty.
  std::shared_ptr<cache> answers{};
};

}  // namespace smartfin
