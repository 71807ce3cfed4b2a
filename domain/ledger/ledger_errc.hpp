#pragma once

#include <cstdint>

namespace smartfin {

/// Why FINANCE refuses. Append only.
enum class ledger_errc : std::uint8_t {
  none = 0,
  account_not_found = 1,
  transaction_not_found = 2,
  category_not_found = 3,
  stale_version = 4,        // If-Match names another version than the stored one
  currency_mismatch = 5,    // not the account's currency
  amount_out_of_range = 6,  // the amount, or a balance it would lead to
  account_closed = 7,
  account_not_empty = 8,
  postings_unbalanced = 9,
  same_account = 10,  // a transfer needs two accounts
  import_not_found = 11,
  unknown_format = 12,
  rows_rejected = 13,  // an atomic import with a row that cannot be read
  account_limit = 14,
  too_many_rows = 15,  // of a file, of one of its days, or of an import that is to be atomic
};

}  // namespace smartfin
