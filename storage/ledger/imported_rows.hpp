#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "storage/ledger/ledger_rows.hpp"
#include "storage/sql/bulk_insert.hpp"

namespace smartfin {

/// The rows of banks' files on their way into the tables, many to a statement.
class imported_rows {
public:
  explicit imported_rows(sql_session& session);
  /// Postings come before the transactions they belong to, as the database demands.
  void insert(account_id account, std::span<const imported_row> rows);

private:
  using number = std::int64_t;
  void insert_postings(std::span<const imported_row> rows);

  bulk_insert<number, number, number, number, number, number, number, number, std::string, number,
              number, number, number, number>
      transactions_;
  bulk_insert<number, number, number, number, number, number, std::string> postings_;
  bulk_insert<number, std::string, number> words_;
  bulk_insert<number, number, std::string, number, std::string, number> records_;
};

}  // namespace smartfin
