#include "storage/ledger/ledger_batch.hpp"

#include <variant>

#include "domain/money.hpp"
#include "storage/ledger/undoable_map.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

/// A row as the writer knows it, and whether the store knows it too.
template <class Row>
struct held_row {
  Row row;
  bool is_stored = true;
};

/// A month's total, and what of it the store does not know yet.
struct held_total {
  sum_row total;
  sum_row unstored;
};

class held_ledger_batch final : public ledger_batch {
public:
  held_ledger_batch(ledger_repository& rows, unit_of_work& work) : rows_(rows), work_(work) {}

  // The unit of work.
  void begin() override {
    clear();
    work_.begin();
  }
  void set_savepoint() override {
    work_.set_savepoint();
    books_.mark();
    accounts_.mark();
    totals_.mark();
    locked_.mark();
    entered_at_mark_ = entered_.size();
    stored_at_mark_ = entered_stored_;
  }
  void release_savepoint() override { work_.release_savepoint(); }
  void roll_back_to_savepoint() override {
    books_.undo();
    accounts_.undo();
    totals_.undo();
    locked_.undo();
    entered_.erase(entered_.begin() + static_cast<std::ptrdiff_t>(entered_at_mark_),
                   entered_.end());
    entered_stored_ = stored_at_mark_;
    work_.roll_back_to_savepoint();
  }
  void commit() override {
    write_out();
    clear();
    work_.commit();
  }
  void roll_back() noexcept override {
    clear();
    work_.roll_back();
  }

  // What is kept.
  void lock_book(book_id book) override {
    if (locked_.find(book.value)) return;
    rows_.lock_book(book);
    locked_.set(book.value, {});
  }
  std::optional<book_row> find_book(book_id book) override {
    if (const auto* held = books_.find(book.value)) return held->row;
    lock_book(book);
    auto found = rows_.find_book(book);
    if (found) books_.set(book.value, {*found});
    return found;
  }
  void save_book(const book_row& book) override {
    // Other rows refer to a book, so a new one is stored at once.
    const bool is_known = books_.find(book.id.value) != nullptr;
    if (!is_known) rows_.save_book(book);
    books_.set(book.id.value, {book, !is_known});
  }
  std::optional<account_row> find_account(book_id book, account_id account) override {
    if (const auto* held = accounts_.find({book.value, account.value})) return held->row;
    lock_book(book);
    auto found = rows_.find_account(book, account);
    if (found) accounts_.set({book.value, account.value}, {*found});
    return found;
  }
  void save_account(const account_row& account) override {
    accounts_.set({account.book.value, account.id.value}, {account, false});
  }

  void add_transaction(const transaction_row& row, const balanced_postings& postings) override {
    entered_.push_back({row, postings});
  }
  transaction_id next_transaction_id() override { return next_transaction_ids(1).front(); }
  std::vector<transaction_id> next_transaction_ids(std::size_t count) override {
    const auto held = entered_.size() - entered_stored_;
    auto ids = rows_.next_transaction_ids(held + count);
    ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(held));
    return ids;
  }

  bool add_to_month(book_id book, const month_total_row& change) override {
    lock_book(book);
    const total_key key{book.value, {change.month, change.account, change.currency}};
    const auto* known = totals_.find(key);
    auto held = known ? *known : held_total{rows_.find_month_total(book, key.second), {}};
    const auto amount = checked_add(held.total.amount, change.amount);
    const auto unstored = checked_add(held.unstored.amount, change.amount);
    if (!amount || !unstored) return false;
    held = {{*amount, held.total.rows + change.rows},
            {*unstored, held.unstored.rows + change.rows}};
    totals_.set(key, held);
    return true;
  }
  sum_row find_month_total(book_id book, const month_total_key& key) override {
    const auto* held = totals_.find({book.value, key});
    if (held) return held->total;
    lock_book(book);
    return rows_.find_month_total(book, key);
  }

  // What the store must know first.
  std::vector<month_total_row> month_totals(book_id book, civil_month from,
                                            civil_month to) override {
    write_out();
    return rows_.month_totals(book, from, to);
  }
  void remove_account(book_id book, account_id account) override {
    write_out();
    accounts_.erase({book.value, account.value});
    rows_.remove_account(book, account);
  }
  std::vector<account_row> list_accounts(book_id book, std::int64_t after_id, int limit) override {
    lock_book(book);
    write_out();
    return rows_.list_accounts(book, after_id, limit);
  }
  std::vector<book_row> list_books(book_id after, int limit) override {
    write_out();
    return rows_.list_books(after, limit);
  }
  void begin_read() override {
    write_out();
    rows_.begin_read();
  }

  // What is passed on.
  void end_read() noexcept override { rows_.end_read(); }
  account_id add_account(const account_row& account) override { return rows_.add_account(account); }
  std::optional<payee_row> find_payee(book_id book, const std::string& lookup) override {
    lock_book(book);
    return rows_.find_payee(book, lookup);
  }
  std::int64_t add_payee(book_id book, const std::string& lookup,
                         const std::string& name) override {
    return rows_.add_payee(book, lookup, name);
  }
  std::vector<payee_row> list_payees(book_id book, std::int64_t after) override {
    return rows_.list_payees(book, after);
  }
  void save_transaction(const transaction_row& row, const balanced_postings& postings) override {
    write_out_entered();
    rows_.save_transaction(row, postings);
  }
  void remove_transaction(const transaction_row& row) override {
    write_out_entered();
    rows_.remove_transaction(row);
  }
  void add_transactions(std::span<const entered_transaction> rows) override {
    write_out_entered();
    rows_.add_transactions(rows);
  }
  void add_imported(account_id account, std::span<const imported_row> rows) override {
    write_out_entered();
    rows_.add_imported(account, rows);
  }
  std::optional<transaction_row> find_transaction(book_id book, transaction_id id) override {
    lock_book(book);
    write_out_entered();
    return rows_.find_transaction(book, id);
  }
  std::optional<transaction_row> find_opening(book_id book, account_id account) override {
    lock_book(book);
    write_out_entered();
    return rows_.find_opening(book, account);
  }
  std::vector<transaction_row> list_transactions(const transaction_selection& selection) override {
    write_out_entered();
    return rows_.list_transactions(selection);
  }
  void add_revision(const revision_row& revision) override { rows_.add_revision(revision); }
  void set_note_words(const transaction_row& row, const std::vector<std::string>& words) override {
    rows_.set_note_words(row, words);
  }
  sum_row sum_postings(const sum_selection& selection, ledger_account account) override {
    write_out_entered();
    return rows_.sum_postings(selection, account);
  }
  std::vector<payee_sum_row> sum_by_payee(const sum_selection& selection) override {
    write_out_entered();
    return rows_.sum_by_payee(selection);
  }
  sum_row sum_since(book_id book, account_id account, civil_date from) override {
    write_out_entered();
    return rows_.sum_since(book, account, from);
  }
  std::vector<civil_date> transfer_days(book_id book, account_id account,
                                        civil_date from) override {
    write_out_entered();
    return rows_.transfer_days(book, account, from);
  }
  std::vector<import_row_record> import_rows(account_id account, civil_date day) override {
    return rows_.import_rows(account, day);
  }
  void save_import_row(account_id account, const import_row_record& row) override {
    write_out_entered();
    rows_.save_import_row(account, row);
  }
  import_id add_import(const import_record& record) override { return rows_.add_import(record); }
  void save_import(const import_record& record) override { rows_.save_import(record); }
  void add_to_import(import_id import, std::int64_t added, std::int64_t duplicate) override {
    rows_.add_to_import(import, added, duplicate);
  }
  std::optional<import_record> find_import(book_id book, import_id import) override {
    return rows_.find_import(book, import);
  }
  std::vector<import_record> list_imports(book_id book, std::int64_t before, int limit) override {
    return rows_.list_imports(book, before, limit);
  }
  void interrupt_running_imports() override { rows_.interrupt_running_imports(); }

private:
  using account_key = std::pair<std::int64_t, std::int64_t>;
  using total_key = std::pair<std::int64_t, month_total_key>;

  /// Each row is marked as stored the moment it is, so that a roll-back to the savepoint unmarks it with the others.
  void write_out() {
    write_out_entered();
    for (const auto& [key, held] : std::map{books_.all()})
      if (!held.is_stored) {
        rows_.save_book(held.row);
        books_.set(key, {held.row});
      }
    for (const auto& [key, held] : std::map{accounts_.all()})
      if (!held.is_stored) {
        rows_.save_account(held.row);
        accounts_.set(key, {held.row});
      }
    for (const auto& [key, held] : std::map{totals_.all()}) {
      const auto& [amount, rows] = held.unstored;
      if (amount == 0 && rows == 0) continue;
      const auto& [book, of] = key;
      if (!rows_.add_to_month({book}, {of.month, of.account, of.currency, amount, rows}))
        throw storage_failure{"a month's total is not what it was at the start of the batch"};
      totals_.set(key, {held.total, {}});
    }
  }
  void write_out_entered() {
    if (entered_stored_ == entered_.size()) return;
    rows_.add_transactions(std::span{entered_}.subspan(entered_stored_));
    entered_stored_ = entered_.size();
  }
  void clear() noexcept {
    entered_.clear();
    entered_stored_ = 0;
    books_.clear();
    accounts_.clear();
    totals_.clear();
    locked_.clear();
  }

  ledger_repository& rows_;
  unit_of_work& work_;
  undoable_map<std::int64_t, held_row<book_row>> books_;
  undoable_map<account_key, held_row<account_row>> accounts_;
  undoable_map<total_key, held_total> totals_;
  undoable_map<std::int64_t, std::monostate> locked_;
  // New transactions, of which the first are stored; a roll-back to the savepoint takes back both.
  std::vector<entered_transaction> entered_;
  std::size_t entered_stored_ = 0, entered_at_mark_ = 0, stored_at_mark_ = 0;
};

}  // namespace

std::unique_ptr<ledger_batch> make_ledger_batch(ledger_repository& rows, unit_of_work& work) {
  return std::make_unique<held_ledger_batch>(rows, work);
}

}  // namespace smartfin
