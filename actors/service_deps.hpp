#pragma once

#include <filesystem>

#include "storage/vault.hpp"
#include "supervisors/crash_policy.hpp"

namespace smartfin {

/// What every worker with a database needs. `keys` outlives the worker.
struct service_deps {
  std::filesystem::path database;
  const vault* keys = nullptr;
  crash_report report;
};

}  // namespace smartfin
