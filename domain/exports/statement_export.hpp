#pragma once

#include <string>

#include "domain/ledger/account.hpp"
#include "domain/ledger/transaction.hpp"

namespace smartfin {

/// A transfer as the account sees it that is on its other side; anything else as it is.
transaction_view seen_from(account_id account, transaction_view transaction);

/// CSV after RFC 4180, UTF-8, CRLF, with a header that our own imports and most others understand. Texts are as they
/// were entered: a spreadsheet may take one that begins with "=" for a formula.
std::string csv_head();
void append_csv_row(std::string& out, const transaction_view& transaction);

/// OFX 2.1.1 (XML): one statement of one account. NAME is not cut at 32 characters, as nobody who reads it wants.
struct ofx_statement_head {
  const account_view& account;
  instant made_at{};
  std::optional<civil_date> from,
      to;  ///< the beginning of time, and the day of making, when absent
};
std::string ofx_head(const ofx_statement_head& head);
void append_ofx_row(std::string& out, const transaction_view& transaction);
/// With the account's balance now.
std::string ofx_tail(const ofx_statement_head& head);

}  // namespace smartfin
