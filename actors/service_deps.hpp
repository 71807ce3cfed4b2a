#pragma once

#include "storage/sql/sql_session.hpp"
#include "storage/vault.hpp"
#include "supervisors/crash_policy.hpp"

namespace smartfin {

/// What every worker with a database needs. `keys` outlives the worker.
struct service_deps {
  service_database database;
  const vault* keys = nullptr;
  crash_report report;
};

}  // namespace smartfin
