#include "storage/ledger/ledger_statements.hpp"

namespace smartfin {
namespace {

/// The text that the session's database takes.
const char* of(const sql_session& s, const char* sqlite, const char* postgres) {
  return s.dialect() == sql_dialect::sqlite ? sqlite : postgres;
}

std::string joined(const sql_session& s, std::string text) {
  const std::string mark = "{then}";
  for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at))
    text.replace(at, mark.size(), ordered_join(s.dialect()));
  return text;
}

}  // namespace

#define SMARTFIN_ACCOUNT_COLUMNS \
  "id, book_id, type, currency, name, balance, opening, transactions, closed, version, digest, created_at"
#define SMARTFIN_TRANSACTION_COLUMNS                                                       \
  "t.id, t.account_id, t.other, t.date, t.amount, t.kind, t.payee_id, t.note, t.version, " \
  "t.created_at, t.created_by, t.import_id, t.import_line"
#define SMARTFIN_IMPORT_COLUMNS \
  "id, account_id, state, created_at, summary, rows_added, rows_duplicate"
#define SMARTFIN_INT64_RANGE "-9223372036854775807 AND 9223372036854775807"

ledger_statements::ledger_statements(sql_session& s)
    : begin_read(s, of(s, "BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")),
      end_read(s, "COMMIT"),
      lock_book(s, of(s, "SELECT id FROM books WHERE id = :b",
                      "SELECT id FROM books WHERE id = :b FOR UPDATE")),
      add_blank_book(s,
                     "INSERT INTO books(id, version, transactions) VALUES(:b, 0, 0) "
                     "ON CONFLICT DO NOTHING"),
      find_book(s, "SELECT version, transactions FROM books WHERE id = :b AND version > 0"),
      save_book(s,
                "INSERT INTO books(id, version, transactions) VALUES(:b, :v, :t) "
                "ON CONFLICT(id) DO UPDATE SET version = excluded.version, "
                "transactions = excluded.transactions"),
      list_books(s,
                 "SELECT id, version, transactions FROM books WHERE id > :a AND version > 0 "
                 "ORDER BY id LIMIT :l"),
      add_account(
          s,
          "INSERT INTO accounts(book_id, type, currency, name, balance, opening, transactions, "
          "closed, version, digest, created_at) VALUES(:b, :t, :c, :n, :a, :o, :x, :cl, :v, :d, :at) "
          "RETURNING id"),
      save_account(s,
                   "UPDATE accounts SET name = :n, balance = :a, opening = :o, transactions = :x, "
                   "closed = :c, version = :v, digest = :d WHERE book_id = :b AND id = :i"),
      remove_account(s, "DELETE FROM accounts WHERE book_id = :b AND id = :i"),
      find_account(
          s, "SELECT " SMARTFIN_ACCOUNT_COLUMNS " FROM accounts WHERE book_id = :b AND id = :i"),
      list_accounts(s, "SELECT " SMARTFIN_ACCOUNT_COLUMNS
                       " FROM accounts WHERE book_id = :b AND id > :a ORDER BY id LIMIT :l"),
      find_payee(s, "SELECT id, name FROM payees WHERE book_id = :b AND lookup = :l"),
      add_payee(s, "INSERT INTO payees(book_id, lookup, name) VALUES(:b, :l, :n) RETURNING id"),
      list_payees(s,
                  "SELECT id, lookup, name FROM payees WHERE book_id = :b AND id > :a ORDER BY id"),
      add_transaction(s, std::string{add_transaction_text} +
                             "(:id, :b, :a, :o, :d, :m, :k, :p, :n, :v, :at, :by, :i, :l)"),
      remove_transaction(s, "DELETE FROM transactions WHERE book_id = :b AND id = :i"),
      find_transaction(s, "SELECT " SMARTFIN_TRANSACTION_COLUMNS
                          " FROM transactions t WHERE t.book_id = :b AND t.id = :i"),
      find_opening(s, "SELECT " SMARTFIN_TRANSACTION_COLUMNS
                      " FROM postings p JOIN transactions t ON t.id = p.transaction_id "
                      "WHERE p.book_id = :b AND p.ledger_account = 0 AND t.account_id = :a"),
      add_posting(s, std::string{add_posting_text} + "(:b, :l, :d, :t, :p, :m, :c)"),
      add_two_postings(s, std::string{add_posting_text} +
                              "(:b, :l, :d, :t, 0, :m, :c), (:b, :l2, :d, :t, 1, :m2, :c2)"),
      remove_postings(s, "DELETE FROM postings WHERE transaction_id = :t"),
      add_revision(
          s,
          "INSERT INTO transaction_revisions(transaction_id, version, book_id, account_id, other, "
          "date, amount, currency, kind, payee_id, note, created_at, created_by, import_id, "
          "import_line, changed_at, changed_by, reason) "
          "VALUES(:t, :v, :b, :a, :o, :d, :m, :c, :k, :p, :n, :ca, :cb, :i, :l, :at, :by, :r)"),
      remove_words(s, "DELETE FROM note_words WHERE transaction_id = :t"),
      add_word(s, std::string{add_word_text} + "(:b, :w, :t) ON CONFLICT DO NOTHING"),
      add_to_month(
          s,
          "INSERT INTO month_totals(book_id, month, ledger_account, currency, amount, rows) "
          "VALUES(:b, :m, :l, :c, :a, :r) ON CONFLICT(book_id, month, ledger_account, currency) "
          "DO UPDATE SET amount = month_totals.amount + excluded.amount, "
          "rows = month_totals.rows + excluded.rows "
          // A sum beyond 64 bits becomes a wider number (in SQLite a floating-point one), which lies outside.
          "WHERE CAST(month_totals.amount AS NUMERIC) + excluded.amount "
          "BETWEEN " SMARTFIN_INT64_RANGE),
      find_month_total(s,
                       "SELECT amount, rows FROM month_totals WHERE book_id = :b AND month = :m "
                       "AND ledger_account = :l AND currency = :c"),
      month_totals(s,
                   "SELECT month, ledger_account, currency, amount, rows FROM month_totals "
                   "WHERE book_id = :b AND month BETWEEN :f AND :t AND rows > 0 "
                   "ORDER BY month, ledger_account, currency"),
      sum_postings(s,
                   "SELECT COALESCE(SUM(amount), 0), COUNT(*) FROM postings WHERE book_id = :b AND "
                   "ledger_account = :l AND date BETWEEN :f AND :t AND currency = :c"),
      sum_by_payee(
          s, joined(s,
                    // One seek to each category's days: the key has the category before the day.
                    "WITH RECURSIVE categories(c) AS (SELECT MIN(ledger_account) FROM postings "
                    "WHERE book_id = :b UNION ALL SELECT (SELECT MIN(ledger_account) FROM postings "
                    "WHERE book_id = :b AND ledger_account > c) FROM categories WHERE c < 0) "
                    "SELECT t.payee_id, p.ledger_account, SUM(p.amount), COUNT(*) FROM categories "
                    "{then} postings p ON p.book_id = :b AND p.ledger_account = c "
                    "{then} transactions t ON t.id = p.transaction_id WHERE c < 0 "
                    "AND p.date BETWEEN :f AND :t AND p.currency = :c "
                    "GROUP BY t.payee_id, p.ledger_account ORDER BY t.payee_id, p.ledger_account")),
      sum_since(s,
                "SELECT COALESCE(SUM(amount), 0), COUNT(*) FROM postings WHERE book_id = :b AND "
                "ledger_account = :l AND date >= :f"),
      transfer_days(
          s,
          joined(s,
                 "SELECT p.date FROM postings p {then} transactions t ON t.id = p.transaction_id "
                 "WHERE p.book_id = :b AND p.ledger_account = :l AND p.date >= :f "
                 "AND p.amount > 0 AND t.other > 0 ORDER BY p.date")),
      import_rows(s,
                  "SELECT row_group, occurrence, marks, transaction_id FROM import_rows "
                  "WHERE account_id = :a AND date = :d ORDER BY row_group, occurrence"),
      save_import_row(
          s, std::string{save_import_row_text} + "(:a, :d, :g, :o, :m, :t)" + import_row_conflict),
      add_import(s,
                 "INSERT INTO imports(book_id, account_id, state, created_at, summary, runner) "
                 "VALUES(:b, :a, :s, :c, :t, :r) RETURNING id"),
      save_import(s, "UPDATE imports SET state = :s, summary = :t WHERE id = :i"),
      find_import(s, "SELECT " SMARTFIN_IMPORT_COLUMNS
                     " FROM imports "
                     "WHERE book_id = :b AND id = :i"),
      list_imports(s, "SELECT " SMARTFIN_IMPORT_COLUMNS
                      " FROM imports "
                      "WHERE book_id = :b AND id < :a ORDER BY id DESC LIMIT :l"),
      add_to_import(s,
                    "UPDATE imports SET rows_added = rows_added + :a, "
                    "rows_duplicate = rows_duplicate + :d WHERE id = :i"),
      hold_runner(s, of(s, "SELECT CAST(:r AS INTEGER)",
                        "SELECT CASE WHEN pg_try_advisory_lock(:r) THEN 1 ELSE 0 END")),
      // Who runs imports holds a lock of that number, which goes with its connection.
      interrupt_imports(s, of(s, "UPDATE imports SET state = :n WHERE state = :o AND runner <> :r",
                              "UPDATE imports SET state = :n WHERE CASE WHEN state = :o AND "
                              "runner <> :r THEN pg_try_advisory_xact_lock(runner) "
                              "ELSE false END")) {}

}  // namespace smartfin
