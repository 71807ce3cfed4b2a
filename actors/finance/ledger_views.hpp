#pragma once

#include "actors/finance/payee_dictionary.hpp"
#include "domain/ledger/account.hpp"
#include "domain/ledger/category.hpp"
#include "domain/ledger/transaction.hpp"

namespace smartfin {

/// Turns stored rows into what clients see: unseals names and notes, names payees and categories.
class ledger_views {
public:
  ledger_views(key_ring& keys, payee_dictionary& payees) : keys_(keys), payees_(payees) {}

  account_view view(const account_row& row);
  /// `unit` is the currency of the transaction's account.
  transaction_view view(const transaction_row& row, currency unit);
  std::string account_name(const account_row& row);
  std::string note(const transaction_row& row);

private:
  key_ring& keys_;
  payee_dictionary& payees_;
};

/// Where a sealed field lives: authenticated with it.
std::string account_name_place(account_id account);
std::string note_place(transaction_id transaction);

}  // namespace smartfin
