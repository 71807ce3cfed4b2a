#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "storage/migrations.hpp"

namespace smartfin {

class sql_session;

/// Everything a profile says is personal: it is one sealed text.
struct profile_row {
  user_id user;
  std::int64_t version = 0;
  std::string facts;  // sealed JSON
  instant changed_at{};
};

class profile_repository {
public:
  virtual ~profile_repository() = default;
  virtual std::optional<profile_row> find(user_id user) = 0;
  /// Stores the row if the stored version is `row.version - 1` (0: none is stored); false when it is not.
  virtual bool save(const profile_row& row) = 0;
};

std::unique_ptr<profile_repository> make_sql_profile_repository(sql_session& session);
std::span<const migration> profile_migrations();

}  // namespace smartfin
