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
  /// Tells who carries on what this service's writer made durable: its relay, or its log's publisher. May be empty:
  /// they look by themselves now and then.
  std::function<void()> tell_durable{};
  /// Shared by all; may be empty.
  std::shared_ptr<cache> answers{};
};

}  // namespace smartfin
