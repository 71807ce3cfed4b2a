#pragma once

#include <span>

#include "storage/migrations.hpp"

namespace smartfin {

/// The schema of FINANCE's own database.
std::span<const migration> ledger_migrations();

}  // namespace smartfin
