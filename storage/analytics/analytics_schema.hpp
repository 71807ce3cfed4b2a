#pragma once

#include <span>

#include "storage/migrations.hpp"

namespace smartfin {

/// The schema of ANALYTICS' own store.
std::span<const migration> analytics_migrations();

}  // namespace smartfin
