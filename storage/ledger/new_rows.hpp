#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "storage/ledger/ledger_rows.hpp"
#include "storage/sql/bulk_insert.hpp"

namespace smartfin {

/// New rows on their way into the tables, many to a statement.
class new_rows {
public:
  explicit new_rows(sql_session& session);
  void insert(std::span<const entered_transaction> rows) { insert_transactions(rows); }
  void insert(account_id account, std::span<const imported_row> rows);

private:
  using number = std::int64_t;
  /// Postings come before the transactions they belong to, as the database demands.
  template <class Row>
  void insert_transactions(std::span<const Row> rows);

  bulk_insert<number, number, number, number, number, number, number, number, std::string, number,
              number, number, number, number>
      transactions_;
  bulk_insert<number, number, number, number, number, number, std::string> postings_;
  bulk_insert<number, std::string, number> words_;
  bulk_insert<number, number, std::string, number, std::string, number> records_;
};

}  // namespace smartfin
