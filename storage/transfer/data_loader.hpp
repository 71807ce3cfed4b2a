#pragma once

#include <filesystem>
#include <memory>

#include "storage/transfer/row_blocks.hpp"

namespace smartfin {

/// Fills one service's new database, which nobody else uses. Every guard of the schema stays on, so that rows that
/// break a rule are refused once more. Every call may throw storage_failure, and the database is then of no use.
class data_loader : public row_taker {
public:
  /// Makes everything complete and durable. Nothing may follow.
  virtual void end() = 0;
};

/// Brings the file, which is not there yet, to the schema of the shape. What it holds is of no use before `end`,
/// not even after a crash.
std::unique_ptr<data_loader> open_sqlite_loader(const std::filesystem::path& file,
                                                const service_shape& shape);

/// The same for a service's schema of PostgreSQL, in which there are no tables yet. There, what was committed is
/// durable when a later commit is that was waited for.
std::unique_ptr<data_loader> open_postgres_loader(const service_database& database,
                                                  const service_shape& shape);

/// Brings a service's database to the schema of the shape and removes the rows that its migrations put in.
void make_empty_tables(const service_database& database, const service_shape& shape);

}  // namespace smartfin
