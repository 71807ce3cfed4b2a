#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/ledger/ledger_repository.hpp"
#include "storage/ledger/ledger_statements.hpp"

namespace smartfin {

transaction_row transaction_of(book_id book, const ledger_statements::transaction_columns& columns);

/// Pages of transactions by keyset: each starts behind the last row of the one before, so that its cost does not depend
/// on how far one has turned. Statements are kept by their text.
class transaction_pages {
public:
  explicit transaction_pages(sql_session& session) : session_(session) {}
  std::vector<transaction_row> read(const transaction_selection& selection);

private:
  // book, ledger account, from, to, date and id of the position, limit
  using page_statement = prepared<ledger_statements::transaction_columns(
      int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t)>;
  static constexpr std::size_t kept_max = 64;

  bool has_few_matches(const transaction_selection& selection);
  page_statement& statement(const std::string& text);

  sql_session& session_;
  std::unordered_map<std::string, std::unique_ptr<page_statement>> kept_;
};

}  // namespace smartfin
