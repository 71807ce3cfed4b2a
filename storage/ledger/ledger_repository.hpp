#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/ledger/report.hpp"
#include "storage/ledger/ledger_rows.hpp"

namespace smartfin {

class sql_session;

/// A page of transactions. `payees` and `note_words` narrow together by OR; both empty with
/// `search_active` means that nothing can match.
struct transaction_selection {
  book_id book;
  transaction_filter filter;  // q is not read here: it arrives as the two lists below
  bool search_active = false;
  std::vector<std::int64_t> payees;
  std::vector<std::string> note_words;  // all of them must be in the note
  transaction_order order = transaction_order::newest_first;
  std::optional<transaction_position> after;  // in that order
  int limit = 0;
};

struct sum_row {
  std::int64_t amount = 0;
  std::int64_t rows = 0;
};

struct payee_sum_row {
  std::int64_t payee = 0;
  ledger_account account;
  std::int64_t amount = 0;
  std::int64_t rows = 0;
};

/// Which postings to add up: both days included, one currency.
struct sum_selection {
  book_id book;
  civil_date from;
  civil_date to;
  std::string currency;
};

/// The rows of FINANCE. Every call may throw storage_failure. One repository belongs to one thread.
class ledger_repository {
public:
  virtual ~ledger_repository() = default;

  /// A consistent view for several reads: what commits in between is not seen. Not nested.
  virtual void begin_read() = 0;
  virtual void end_read() noexcept = 0;

  /// Until the unit of work ends, or goes back to a savepoint before this, no other process reads what it then writes
  /// in the book: whoever locks it too waits. A store with one writer has nothing to do. A book without a row may
  /// get a blank one, of version 0, which is not found.
  virtual void lock_book(book_id) {}
  virtual std::optional<book_row> find_book(book_id book) = 0;
  virtual void save_book(const book_row& book) = 0;
  /// By id, ascending, after `after`.
  virtual std::vector<book_row> list_books(book_id after, int limit) = 0;

  virtual account_id add_account(const account_row& account) = 0;
  virtual void save_account(const account_row& account) = 0;
  virtual void remove_account(book_id book, account_id account) = 0;
  virtual std::optional<account_row> find_account(book_id book, account_id account) = 0;
  /// By id, ascending, after `after_id`.
  virtual std::vector<account_row> list_accounts(book_id book, std::int64_t after_id,
                                                 int limit) = 0;

  virtual std::optional<payee_row> find_payee(book_id book, const std::string& lookup) = 0;
  virtual std::int64_t add_payee(book_id book, const std::string& lookup,
                                 const std::string& name) = 0;
  /// Payees with an id above `after`, ascending: the dictionary only grows.
  virtual std::vector<payee_row> list_payees(book_id book, std::int64_t after) = 0;

  /// An id that no transaction ever had, the same until one is added. Sealing a note needs it before the row is there.
  virtual transaction_id next_transaction_id() = 0;
  /// Stores the transaction, its id included, with its postings; balance and totals are the caller's.
  virtual void add_transaction(const transaction_row& row, const balanced_postings& postings) = 0;
  virtual void save_transaction(const transaction_row& row, const balanced_postings& postings) = 0;
  virtual void remove_transaction(const transaction_row& row) = 0;
  /// The ids that `add_transactions` or `add_imported` is to be called with next, in this order.
  virtual std::vector<transaction_id> next_transaction_ids(std::size_t count);
  /// The same as add_transaction for each; what is inherited does just that.
  virtual void add_transactions(std::span<const entered_transaction> rows);
  /// The same as set_note_words, add_transaction and save_import_row for each; what is inherited does just that.
  virtual void add_imported(account_id account, std::span<const imported_row> rows);
  virtual std::optional<transaction_row> find_transaction(book_id book, transaction_id id) = 0;
  virtual std::optional<transaction_row> find_opening(book_id book, account_id account) = 0;
  virtual std::vector<transaction_row> list_transactions(
      const transaction_selection& selection) = 0;
  virtual void add_revision(const revision_row& revision) = 0;
  virtual void set_note_words(const transaction_row& row,
                              const std::vector<std::string>& words) = 0;

  /// Adds `change` to the month's total of the account; a total without rows goes. False, and nothing is changed, when
  /// the total would leave 64 bits.
  virtual bool add_to_month(book_id book, const month_total_row& change) = 0;
  /// Nothing in no rows when there is none.
  virtual sum_row find_month_total(book_id book, const month_total_key& key) = 0;
  virtual std::vector<month_total_row> month_totals(book_id book, civil_month from,
                                                    civil_month to) = 0;
  virtual sum_row sum_postings(const sum_selection& selection, ledger_account account) = 0;
  /// On categories, by payee and category.
  virtual std::vector<payee_sum_row> sum_by_payee(const sum_selection& selection) = 0;
  /// Sum and number of an own account's postings from `from` on, for balances as of an earlier day.
  virtual sum_row sum_since(book_id book, account_id account, civil_date from) = 0;

  /// Days on which money came into the account from another own account, ascending.
  virtual std::vector<civil_date> transfer_days(book_id book, account_id into, civil_date from) = 0;

  /// Every import row of the account on that day.
  virtual std::vector<import_row_record> import_rows(account_id account, civil_date day) = 0;
  /// Adds the row, or replaces the marks of the one with its group and occurrence.
  virtual void save_import_row(account_id account, const import_row_record& row) = 0;

  virtual import_id add_import(const import_record& record) = 0;
  /// State and summary.
  virtual void save_import(const import_record& record) = 0;
  /// Counts what one part of the file became.
  virtual void add_to_import(import_id import, std::int64_t added, std::int64_t duplicate) = 0;
  virtual std::optional<import_record> find_import(book_id book, import_id import) = 0;
  /// Newest first, before `before`.
  virtual std::vector<import_record> list_imports(book_id book, std::int64_t before, int limit) = 0;
  /// Imports that are said to run are failed where the repository that began them is gone: a writer that died. Those of
  /// this one, and of other nodes that are there, go on.
  virtual void interrupt_running_imports() = 0;
};

std::unique_ptr<ledger_repository> make_sql_ledger_repository(sql_session& session);

}  // namespace smartfin
