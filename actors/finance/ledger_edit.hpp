#pragma once

#include <map>
#include <string>

#include "domain/ledger/ledger_errc.hpp"
#include "domain/result.hpp"
#include "messages/facts.hpp"
#include "storage/ledger/ledger_repository.hpp"

namespace smartfin {

/// One change of one book: keeps balances, month totals, counters and ledger hashes in step with the postings, and
/// writes them once at the end. What it wrote becomes durable with the batch it is part of.
class ledger_edit {
public:
  ledger_edit(ledger_repository& repository, book_id book);

  /// The account as this edit has left it so far; nothing when the book has no such account.
  const account_row* find_account(account_id account);
  void set_account_name(account_id account, std::string sealed_name);
  void set_closed(account_id account, bool closed);
  /// Puts a new account under the edit; stored by the repository already.
  void hold(account_row account);

  /// How one transaction stands in the hash of an account: its content, nothing that depends on the order of entry.
  struct content {
    std::string payee;
    std::string note;
  };
  /// Enters the transaction's effect, or takes it back. Errors: amount_out_of_range, and then the edit must be dropped.
  result<nothing, ledger_errc> enter(const transaction_row& row, const balanced_postings& postings,
                                     const content& text);
  result<nothing, ledger_errc> take_back(const transaction_row& row,
                                         const balanced_postings& postings, const content& text);
  /// Writes accounts, totals and the book. Returns the book's new version. Errors: amount_out_of_range for a month's
  /// total, and then the caller rolls back.
  result<std::int64_t, ledger_errc> finish();

  /// What the edit did, for those who learn of it by event. A transaction that was entered and taken back again within
  /// it is as it was.
  ledger_changed facts() const;

private:
  struct held_account {
    account_row row;
    bool changed = false;
    bool described_anew = false;  // not only its balance
  };
  using month_key = std::tuple<std::int32_t, std::int64_t, currency>;

  held_account* held(account_id account);
  void note(const transaction_row& row, int direction);
  result<nothing, ledger_errc> apply(const transaction_row& row, const balanced_postings& postings,
                                     const content& text, int direction);

  ledger_repository& repository_;
  book_row book_;
  std::map<std::int64_t, held_account> accounts_;
  std::map<std::int64_t, transaction_change_fact> changes_;
  std::map<month_key, std::pair<std::int64_t, std::int64_t>> months_;
};

/// The hash of a whole ledger from its accounts: their descriptions with their digests, in a canonical order.
struct hashed_account {
  std::string description;  // name, type and currency in the clear
  std::string digest;
};
std::string hash_accounts(std::vector<hashed_account> accounts);

}  // namespace smartfin
