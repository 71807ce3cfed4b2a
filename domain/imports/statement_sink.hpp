#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "domain/imports/statement.hpp"

namespace smartfin {

/// Takes the rows of a file one after the other, with the account of the file that each is of.
using row_taker = std::function<void(statement_row, const statement_account&)>;

/// Where the parsers put rows: passes them on, counts, and keeps the limits.
class statement_sink {
public:
  statement_sink(parsed_statement& statement, const import_limits& limits, const row_taker& take)
      : statement_(statement), limits_(limits), take_(take) {}

  /// False when no more rows may come.
  bool accept(statement_row row) {
    if (!count()) return false;
    const auto& account = statement_.accounts[row.account];
    take_(std::move(row), account);
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
  /// No more than so many accounts: what a file says of each is kept.
  bool has_room_for_account() {
    if (statement_.accounts.size() < limits_.accounts_max) return true;
    full_ = accounts_full_ = true;
    return false;
  }
  import_refusal refusal() const {
    if (accounts_full_)
      return {import_errc::too_large,
              "The file has more than " + std::to_string(limits_.accounts_max) + " accounts."};
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
  const row_taker& take_;
  bool full_ = false;
  bool accounts_full_ = false;
};

}  // namespace smartfin
