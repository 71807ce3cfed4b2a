#pragma once

#include <optional>
#include <string>
#include <utility>

#include "domain/imports/statement.hpp"

namespace smartfin {

/// Where the parsers put rows: counts, and keeps the limits.
class statement_sink {
public:
  statement_sink(parsed_statement& statement, const import_limits& limits)
      : statement_(statement), limits_(limits) {}

  /// False when no more rows may come.
  bool accept(statement_row row) {
    if (!count()) return false;
    statement_.rows.push_back(std::move(row));
    return true;
  }
  bool reject(rejected_row row) {
    if (!count()) return false;
    ++statement_.rejected_count;
    if (statement_.rejected.size() < limits_.rejected_kept_max)
      statement_.rejected.push_back(std::move(row));
    return true;
  }
  void note(std::string what, std::string value) {
    statement_.dialect.push_back({std::move(what), std::move(value)});
  }
  bool is_full() const { return full_; }
  import_refusal refusal() const {
    return {import_errc::too_large,
            "The file has more than " + std::to_string(limits_.rows_max) + " rows."};
  }
  parsed_statement& statement() { return statement_; }

private:
  bool count() {
    if (statement_.rows_read >= limits_.rows_max)
      full_ = true;
    else
      ++statement_.rows_read;
    return !full_;
  }
  parsed_statement& statement_;
  const import_limits& limits_;
  bool full_ = false;
};

}  // namespace smartfin
