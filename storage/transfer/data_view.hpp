#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sql/sql_session.hpp"

namespace smartfin {

/// One service's data as they were at one moment, held for as long as the object lives. Reads only; neither waits for
/// writers nor makes them wait. Every call may throw storage_failure.
class data_view {
public:
  using take_row = std::function<void(std::string_view row)>;

  virtual ~data_view() = default;

  virtual sql_dialect dialect() const = 0;
  /// Throws storage_refusal when the database is found damaged.
  virtual void require_sound() = 0;
  /// The names of all tables that are there, whoever made them.
  virtual std::vector<std::string> tables() = 0;
  /// Hands every row of a query to `take`, packed (packed_rows.hpp), in constant memory. Columns are 64-bit integers,
  /// texts and bytes.
  virtual void each(const std::string& query, const take_row& take) = 0;
  /// The highest id that a table's counter may have given so far.
  virtual std::int64_t counter(const std::string& table) = 0;
};

/// The first integer of a query's first row.
std::int64_t first_integer(data_view& view, const std::string& query);

/// Opens the file for reading only. As long as it lives, the write-ahead log cannot begin anew, and grows.
std::unique_ptr<data_view> open_sqlite_view(const std::filesystem::path& file);

/// PostgreSQL's: one service's schema. The view is of the moment of `begin`.
class postgres_view : public data_view {
public:
  /// Whether no other program has the data open for writing; from then on none can, until the view goes. Before
  /// `begin`.
  virtual bool take_for_oneself() = 0;
  /// `moment` is empty for now, or another view's.
  virtual void begin(const std::string& moment) = 0;
  /// A name under which other views of the same database can have the same moment, as long as this one lives.
  virtual std::string shared_moment() = 0;
};

std::unique_ptr<postgres_view> open_postgres_view(const service_database& database);

}  // namespace smartfin
