#pragma once

#include <string>

#include "storage/ledger/ledger_rows.hpp"
#include "storage/sql/prepared.hpp"

namespace smartfin {

/// Two tables of which the left one is to be walked first: PostgreSQL finds that out by itself.
constexpr const char* ordered_join(sql_dialect dialect) {
  return dialect == sql_dialect::sqlite ? " CROSS JOIN " : " JOIN ";
}

// Inserts up to the rows, for one row or many.
inline constexpr const char* add_transaction_text =
    "INSERT INTO transactions(id, book_id, account_id, other, date, amount, kind, payee_id, "
    "note, version, created_at, created_by, import_id, import_line) VALUES";
inline constexpr const char* add_posting_text =
    "INSERT INTO postings(book_id, ledger_account, date, transaction_id, part, amount, currency) "
    "VALUES";
inline constexpr const char* add_word_text =
    "INSERT INTO note_words(book_id, word, transaction_id) VALUES";
inline constexpr const char* save_import_row_text =
    "INSERT INTO import_rows(account_id, date, row_group, occurrence, marks, transaction_id) VALUES";
inline constexpr const char* import_row_conflict =
    " ON CONFLICT(account_id, date, row_group, occurrence) DO UPDATE SET marks = excluded.marks";

using std::int64_t;
using std::string;

/// The statements of FINANCE's repository, prepared once per session.
struct ledger_statements {
  explicit ledger_statements(sql_session& session);

  command<> begin_read, end_read;

  prepared<std::tuple<int64_t>(int64_t)> lock_book;
  command<int64_t> add_blank_book;
  prepared<std::tuple<int64_t, int64_t>(int64_t)> find_book;
  command<int64_t, int64_t, int64_t> save_book;
  prepared<std::tuple<int64_t, int64_t, int64_t>(int64_t, int64_t)> list_books;

  using account_columns = std::tuple<int64_t, int64_t, int64_t, string, string, int64_t, int64_t,
                                     int64_t, int64_t, int64_t, string, int64_t>;
  prepared<std::tuple<int64_t>(int64_t, int64_t, string, string, int64_t, int64_t, int64_t, int64_t,
                               int64_t, string, int64_t)>
      add_account;
  command<string, int64_t, int64_t, int64_t, int64_t, int64_t, string, int64_t, int64_t>
      save_account;
  command<int64_t, int64_t> remove_account;
  prepared<account_columns(int64_t, int64_t)> find_account;
  prepared<account_columns(int64_t, int64_t, int64_t)> list_accounts;

  prepared<std::tuple<int64_t, string>(int64_t, string)> find_payee;
  prepared<std::tuple<int64_t>(int64_t, string, string)> add_payee;
  prepared<std::tuple<int64_t, string, string>(int64_t, int64_t)> list_payees;

  using transaction_columns =
      std::tuple<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, string, int64_t,
                 int64_t, int64_t, int64_t, int64_t>;
  command<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, string, int64_t,
          int64_t, int64_t, int64_t, int64_t>
      add_transaction;
  command<int64_t, int64_t> remove_transaction;
  prepared<transaction_columns(int64_t, int64_t)> find_transaction;
  prepared<transaction_columns(int64_t, int64_t)> find_opening;

  command<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, string> add_posting;
  /// Both sides of a transaction at once: book, ledger account, day, transaction, amount, currency; then ledger
  /// account, amount and currency of the other side.
  command<int64_t, int64_t, int64_t, int64_t, int64_t, string, int64_t, int64_t, string>
      add_two_postings;
  command<int64_t> remove_postings;
  command<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, string, int64_t, int64_t,
          string, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, string>
      add_revision;
  command<int64_t> remove_words;
  command<int64_t, string, int64_t> add_word;

  command<int64_t, int64_t, int64_t, string, int64_t, int64_t> add_to_month;
  prepared<std::tuple<int64_t, int64_t>(int64_t, int64_t, int64_t, string)> find_month_total;
  prepared<std::tuple<int64_t, int64_t, string, int64_t, int64_t>(int64_t, int64_t, int64_t)>
      month_totals;
  prepared<std::tuple<int64_t, int64_t>(int64_t, int64_t, int64_t, int64_t, string)> sum_postings;
  prepared<std::tuple<int64_t, int64_t, int64_t, int64_t>(int64_t, int64_t, int64_t, string)>
      sum_by_payee;
  prepared<std::tuple<int64_t, int64_t>(int64_t, int64_t, int64_t)> sum_since;

  prepared<std::tuple<int64_t>(int64_t, int64_t, int64_t)> transfer_days;
  prepared<std::tuple<string, int64_t, string, int64_t>(int64_t, int64_t)> import_rows;
  command<int64_t, int64_t, string, int64_t, string, int64_t> save_import_row;
  using import_columns = std::tuple<int64_t, int64_t, int64_t, int64_t, string, int64_t, int64_t>;
  prepared<std::tuple<int64_t>(int64_t, int64_t, int64_t, int64_t, string, int64_t)> add_import;
  command<int64_t, string, int64_t> save_import;
  prepared<import_columns(int64_t, int64_t)> find_import;
  prepared<import_columns(int64_t, int64_t, int64_t)> list_imports;
  command<int64_t, int64_t, int64_t> add_to_import;
  /// Says that this session runs the imports of that number, for as long as it is connected.
  prepared<std::tuple<int64_t>(int64_t)> hold_runner;
  /// New state, old state, the runner whose imports go on.
  command<int64_t, int64_t, int64_t> interrupt_imports;
};

}  // namespace smartfin
