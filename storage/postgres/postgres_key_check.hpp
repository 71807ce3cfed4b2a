#pragma once

#include <string>

#include "storage/sql/sql_session.hpp"

namespace smartfin {

/// The proof of the master key that PostgreSQL's data are sealed with: one text, in AUTH's schema. It comes before
/// everything else, so that nodes with different keys can't both write. Both throw storage_failure.

bool holds_key_check(const service_database& auth);
/// The text that is kept; `fresh` when there was none, which is then kept.
std::string kept_key_check(const service_database& auth, const std::string& fresh);

}  // namespace smartfin
