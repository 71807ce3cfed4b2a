#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "storage/migrations.hpp"

namespace smartfin {

class sql_session;

/// The audit log's entries, in the order in which they were committed; their indexes count from 0 without gaps. An
/// entry never changes and never goes.
class audit_repository {
public:
  virtual ~audit_repository() = default;
  /// Appends entries (any bytes, at most 65,535 each; more is a storage_failure) and says the first one's index. Part
  /// of the caller's transaction: what is rolled back frees its indexes.
  virtual std::int64_t append(std::span<const std::string> entries) = 0;
  /// At most `limit` entries from index `from` on; empty at the end.
  virtual std::vector<std::string> list(std::int64_t from, int limit) = 0;
  /// The index that the next entry gets.
  virtual std::int64_t size() = 0;
};

std::unique_ptr<audit_repository> make_sql_audit_repository(sql_session& session);
std::span<const migration> audit_migrations();

}  // namespace smartfin
