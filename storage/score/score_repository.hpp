#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/civil_date.hpp"
#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "storage/migrations.hpp"

namespace smartfin {

class sql_session;

/// One day's score of a book: the last one computed that day.
struct score_row {
  book_id book;
  civil_date day;
  instant computed_at{};
  std::int64_t score = 0;
  std::string model;   // id, and hash after '/', empty for the rules
  std::string detail;  // sealed JSON: factors as they were shown
};

class score_repository {
public:
  virtual ~score_repository() = default;
  /// Replaces an earlier score of the same day.
  virtual void save(const score_row& row) = 0;
  /// Newest first, before `before`.
  virtual std::vector<score_row> list(book_id book, civil_date before, int limit) = 0;
};

std::unique_ptr<score_repository> make_sql_score_repository(sql_session& session);
std::span<const migration> score_migrations();

}  // namespace smartfin
