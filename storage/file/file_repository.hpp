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

/// One file of a user.
struct file_row {
  file_id id;
  user_id user;
  std::string name;  // sealed
  std::string media_type;
  std::string object;
  std::int64_t size =
      0;  // of the content, as it was uploaded; read with the row, not stored with it
  std::string content_tag;  // the same
  instant created_at{};
};

/// A content in the object store, or on its way there. `links` files have it; without any it is loose.
struct content_row {
  std::string object;
  user_id user;
  std::string content_tag;
  std::int64_t size = 0;
  instant loose_since{};
};

/// The rows of FILE. Every call may throw storage_failure.
class file_repository {
public:
  virtual ~file_repository() = default;

  /// An id that no file ever had: sealing needs it before the row is there.
  virtual file_id next_id() = 0;
  /// Its content must be there.
  virtual void add(const file_row& row) = 0;
  virtual std::optional<file_row> find(user_id user, file_id id) = 0;
  /// Newest first, below `before`.
  virtual std::vector<file_row> list(user_id user, std::int64_t before, int limit) = 0;
  virtual void remove(user_id user, file_id id) = 0;

  virtual void add_content(const content_row& row) = 0;
  /// A content of the user with that tag that a file has.
  virtual std::optional<content_row> find_content(user_id user, const std::string& content_tag) = 0;
  virtual std::optional<content_row> find_object(const std::string& object) = 0;
  /// One file more has it. False, and nothing is changed, when it was given up or was never there.
  virtual bool link(const std::string& object) = 0;
  /// One file less has it; loose since `now` when it was the last.
  virtual void unlink(const std::string& object, instant now) = 0;
  /// Bytes of the contents that the user's files have.
  virtual std::int64_t bytes_used(user_id user) = 0;

  /// No file will ever have the contents that are loose since `before`. At most `limit` that were given up and are not
  /// forgotten, those of earlier calls included.
  virtual std::vector<std::string> give_up(instant before, int limit) = 0;
  /// Of what was given up.
  virtual void forget(const std::string& object) = 0;
};

std::unique_ptr<file_repository> make_sql_file_repository(sql_session& session);
std::span<const migration> file_migrations();

}  // namespace smartfin
