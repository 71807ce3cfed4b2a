#pragma once

#include <span>

#include "actors/events/event_publisher.hpp"
#include "actors/finance/ledger_edit.hpp"
#include "actors/finance/ledger_views.hpp"
#include "domain/ledger/account.hpp"
#include "domain/ledger/transaction.hpp"

namespace smartfin {

/// Who changes a book, and when.
struct change_origin {
  book_id book;
  user_id user;
  instant now{};
  std::string trace_id{};
};

/// Carries decided changes into the ledger. Each call is one request and runs in a savepoint of the caller's: after a
/// refusal the caller rolls back to it and calls `forget`. Owned by FINANCE's writer.
class bookkeeper {
public:
  bookkeeper(ledger_repository& repository, key_ring& keys, event_publisher& events);

  template <class T>
  using outcome = result<T, ledger_errc>;

  outcome<account_view> open_account(const change_origin& origin, const new_account& body);
  outcome<account_view> change_account(const change_origin& origin, account_id id,
                                       std::int64_t version, const account_change& body);
  outcome<nothing> delete_account(const change_origin& origin, account_id id, std::int64_t version);

  outcome<transaction_view> record(const change_origin& origin, const new_transaction& body);
  /// All of them as one change: balances, totals and hashes are written once.
  outcome<nothing> record_all(const change_origin& origin, std::span<const new_transaction> bodies);
  outcome<transaction_view> change(const change_origin& origin, transaction_id id,
                                   std::int64_t version, const transaction_change& body);
  outcome<nothing> remove(const change_origin& origin, transaction_id id, std::int64_t version);

  /// Writes what the edit holds and tells the other services of it.
  outcome<nothing> finish(ledger_edit& edit, const change_origin& origin);
  /// Seals the note into the row and makes its words findable.
  void save_note(const change_origin& origin, transaction_row& row, const std::string& note);
  /// Seals it only; the words under which it is to be found.
  std::vector<std::string> seal_note(const change_origin& origin, transaction_row& row,
                                     const std::string& note);

  /// After a roll-back: what was remembered since may not be stored.
  void forget();

  ledger_repository& repository() { return repository_; }
  key_ring& keys() { return keys_; }
  payee_dictionary& payees() { return payees_; }
  event_publisher& events() { return events_; }

private:
  /// A transaction as a client means it, every field decided.
  struct draft {
    new_transaction body;
    ledger_account other;
  };
  outcome<draft> decide(ledger_edit& edit, const new_transaction& body);
  outcome<transaction_row> enter(ledger_edit& edit, const change_origin& origin,
                                 const new_transaction& body);
  outcome<nothing> replace_opening(ledger_edit& edit, const change_origin& origin,
                                   const account_row& account, const money& opening);
  outcome<nothing> supersede(ledger_edit& edit, const change_origin& origin,
                             const transaction_row& row, const char* reason);
  ledger_edit::content content_of(const transaction_row& row);

  ledger_repository& repository_;
  key_ring& keys_;
  event_publisher& events_;
  payee_dictionary payees_;
  ledger_views views_;
};

/// At most so many accounts in a book.
inline constexpr int accounts_max = 1'000;

}  // namespace smartfin
