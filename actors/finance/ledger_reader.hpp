#pragma once

#include "actors/finance/kept_answers.hpp"
#include "actors/finance/ledger_views.hpp"
#include "actors/finance/versioned_cache.hpp"
#include "domain/ledger/report.hpp"
#include "messages/imports.hpp"
#include "messages/ledger_queries.hpp"
#include "messages/ledger_snapshot.hpp"

namespace smartfin {

/// Answers questions about one book from one consistent view of it; the caller opens and closes that view. Owned by one
/// of FINANCE's readers.
class ledger_reader {
public:
  /// `answers` may be empty.
  ledger_reader(ledger_repository& repository, key_ring& keys,
                std::shared_ptr<cache> answers = nullptr);

  template <class T>
  using outcome = result<T, ledger_errc>;

  outcome<account_page> accounts(const list_accounts& query);
  outcome<account_view> account(const find_account& query);
  outcome<transaction_page> transactions(const list_transactions& query);
  outcome<transaction_view> transaction(const find_transaction& query);
  outcome<spending_report> spending(const report_spending& query);
  outcome<ledger_hash> hash(const hash_ledger& query);
  outcome<versioned_ledger_facts> facts(const gather_ledger_facts& query);
  outcome<import_view> import(const find_import& query);
  outcome<import_page> imports(const list_imports& query);
  outcome<book_standings> books(const list_book_standings& query);
  outcome<ledger_snapshot_page> snapshot(const snapshot_ledger& query);

private:
  account_page read_accounts(const list_accounts& query, std::int64_t version);
  std::int64_t version_of(book_id book);
  spending_report read_spending(const report_spending& query, currency unit);
  versioned_ledger_facts read_facts(const gather_ledger_facts& query, std::int64_t version);
  /// A question about the book as it is now.
  book_question question(std::string kind, book_id book, std::string words);
  currency currency_of(book_id book, account_id account);
  void narrow_by_text(transaction_selection& selection, const std::string& text);
  std::vector<account_row> all_accounts(book_id book);

  ledger_repository& repository_;
  key_ring& keys_;
  payee_dictionary payees_;
  ledger_views views_;
  versioned_cache<account_page> account_pages_;
  versioned_cache<std::string> histories_;
  kept_answers answers_;
};

/// Sums of what was spent: expense categories, with refunds taken off.
spending_report spending_by_category(ledger_repository& rows, const sum_selection& selection,
                                     currency unit);
spending_report spending_by_month(ledger_repository& rows, const sum_selection& selection,
                                  currency unit);
spending_report spending_by_payee(ledger_repository& rows, payee_dictionary& payees,
                                  const sum_selection& selection, currency unit);

}  // namespace smartfin
