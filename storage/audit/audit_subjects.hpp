#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "domain/ids.hpp"

namespace smartfin {

class sql_session;

/// Which entries of the audit log are about whom. Every call may throw storage_failure.
class audit_subjects {
public:
  virtual ~audit_subjects() = default;
  /// Entry `first` is about the first user, and so on.
  virtual void add(std::int64_t first, std::span<const user_id> users) = 0;
  /// Indices below `before`, descending.
  virtual std::vector<std::int64_t> list(user_id user, std::int64_t before, int limit) = 0;
};

std::unique_ptr<audit_subjects> make_sql_audit_subjects(sql_session& session);

/// Part of AUDIT's first migration.
inline constexpr const char* audit_subjects_table =
    "CREATE TABLE audit_subjects(user_id INTEGER NOT NULL, entry_index INTEGER NOT NULL, "
    "PRIMARY KEY(user_id, entry_index)) WITHOUT ROWID, STRICT";

}  // namespace smartfin
