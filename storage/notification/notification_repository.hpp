#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "storage/migrations.hpp"

namespace smartfin {

class sql_session;

/// One message in a user's inbox.
struct notification_row {
  notification_id id;
  user_id user;
  instant at{};
  std::string kind;
  std::string body;   // sealed JSON
  instant read_at{};  // the epoch while it is unread
};

/// Which of a user's messages: newest first, below `before`.
struct notification_selection {
  user_id user;
  std::int64_t before = 0;
  bool unread_only = false;
  int limit = 0;
};

/// The rows of NOTIFICATION. Every call may throw storage_failure.
class notification_repository {
public:
  virtual ~notification_repository() = default;

  /// An id that no message ever had: sealing needs it before the row is there.
  virtual notification_id next_id() = 0;
  virtual void add(const notification_row& row) = 0;
  virtual std::vector<notification_row> list(const notification_selection& selection) = 0;
  virtual std::int64_t count_unread(user_id user) = 0;
  /// False when the user has no such message; one that was read stays as it was.
  virtual bool mark_read(user_id user, notification_id id, instant now) = 0;
  virtual void mark_all_read(user_id user, instant now) = 0;
};

std::unique_ptr<notification_repository> make_sql_notification_repository(sql_session& session);
std::span<const migration> notification_migrations();

}  // namespace smartfin
