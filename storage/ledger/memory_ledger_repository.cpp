#include "storage/ledger/memory_ledger_repository.hpp"

#include <algorithm>

namespace smartfin {
namespace {

using stored_transaction = memory_ledger_state::stored_transaction;

bool touches(const stored_transaction& stored, ledger_account account) {
  return std::ranges::find(stored.postings, account, &posting::account) != stored.postings.end();
}

bool in_range(const transaction_row& row, const transaction_selection& s) {
  if (s.filter.from && row.date < *s.filter.from) return false;
  if (s.filter.to && row.date > *s.filter.to) return false;
  if (!s.after) return true;
  const auto place = std::tie(row.date, row.id), after = std::tie(s.after->date, s.after->id);
  return s.order == transaction_order::newest_first ? place < after : place > after;
}

bool on_accounts(const stored_transaction& stored, const transaction_filter& filter) {
  if (filter.category_id)
    return touches(stored, ledger_account::of(*filter.category_id)) &&
           (!filter.account_id || stored.row.account == *filter.account_id);
  return !filter.account_id || touches(stored, ledger_account::of(*filter.account_id));
}

bool found_by_search(const transaction_row& row, const std::set<std::string>& words,
                     const transaction_selection& s) {
  if (!s.search_active) return true;
  if (std::ranges::find(s.payees, row.payee) != s.payees.end()) return true;
  return !s.note_words.empty() && std::ranges::all_of(s.note_words, [&](const std::string& word) {
    return words.contains(word);
  });
}

class memory_ledger_repository final : public ledger_repository {
public:
  explicit memory_ledger_repository(memory_ledger_state& state) : state_(state) {}

  void begin_read() override {}
  void end_read() noexcept override {}

  std::optional<book_row> find_book(book_id book) override {
    const auto found = state_.books.find(book);
    if (found == state_.books.end()) return std::nullopt;
    return found->second;
  }
  void save_book(const book_row& book) override {
    demand(book.transactions >= 0, "a book has no fewer than no transactions");
    state_.books.insert_or_assign(book.id, book);
  }
  std::vector<book_row> list_books(book_id after, int limit) override {
    std::vector<book_row> rows;
    for (const auto& [id, book] : state_.books)
      if (id > after && std::ssize(rows) < limit) rows.push_back(book);
    return rows;
  }

  account_id add_account(const account_row& account) override {
    demand(state_.books.contains(account.book), "an account belongs to a book");
    auto row = account;
    row.id = {++state_.last_account};
    state_.accounts.emplace(row.id, row);
    return row.id;
  }
  void save_account(const account_row& account) override {
    demand(account.transactions >= 0, "an account has no fewer than no transactions");
    const auto found = state_.accounts.find(account.id);
    if (found == state_.accounts.end() || found->second.book != account.book) return;
    auto row = account;  // what never changes stays as it was stored
    row.type = found->second.type;
    row.currency = found->second.currency;
    row.created_at = found->second.created_at;
    found->second = std::move(row);
  }
  void remove_account(book_id book, account_id account) override {
    if (!find_account(book, account)) return;
    for (const auto& [id, stored] : state_.transactions)
      demand(stored.row.account != account, "a transaction belongs to an account");
    state_.accounts.erase(account);
  }
  std::optional<account_row> find_account(book_id book, account_id account) override {
    const auto found = state_.accounts.find(account);
    if (found == state_.accounts.end() || found->second.book != book) return std::nullopt;
    return found->second;
  }
  std::vector<account_row> list_accounts(book_id book, std::int64_t after_id, int limit) override {
    std::vector<account_row> rows;
    for (const auto& [id, row] : state_.accounts)
      if (row.book == book && id.value > after_id && std::ssize(rows) < limit) rows.push_back(row);
    return rows;
  }

  std::optional<payee_row> find_payee(book_id book, const std::string& lookup) override {
    for (const auto& [id, payee] : state_.payees)
      if (payee.book == book && payee.row.lookup == lookup) return payee.row;
    return std::nullopt;
  }
  std::int64_t add_payee(book_id book, const std::string& lookup,
                         const std::string& name) override {
    demand(state_.books.contains(book), "a payee belongs to a book");
    demand(!find_payee(book, lookup), "a book knows a payee once");
    const auto id = ++state_.last_payee;
    state_.payees.emplace(id, memory_ledger_state::stored_payee{book, {id, lookup, name}});
    return id;
  }
  std::vector<payee_row> list_payees(book_id book, std::int64_t after) override {
    std::vector<payee_row> rows;
    for (const auto& [id, payee] : state_.payees)
      if (payee.book == book && id > after) rows.push_back(payee.row);
    return rows;
  }

  transaction_id next_transaction_id() override { return {state_.last_transaction + 1}; }
  void add_transaction(const transaction_row& row, const balanced_postings& postings) override {
    demand(state_.accounts.contains(row.account), "a transaction belongs to an account");
    auto& stored = state_.transactions[row.id];
    demand(stored.postings.empty(), "a transaction's id is its own");
    stored.row = row;
    stored.postings = postings.postings();
    state_.last_transaction = std::max(state_.last_transaction, row.id.value);
  }
  void save_transaction(const transaction_row& row, const balanced_postings& postings) override {
    demand(state_.accounts.contains(row.account), "a transaction belongs to an account");
    auto* stored = find(row.book, row.id);
    demand(stored != nullptr, "postings belong to a transaction");
    const auto was = std::exchange(stored->row, row);
    stored->row.kind = was.kind;  // what never changes stays as it was stored
    stored->row.created_at = was.created_at;
    stored->row.created_by = was.created_by;
    stored->row.import = was.import;
    stored->row.import_line = was.import_line;
    stored->postings = postings.postings();
  }
  void remove_transaction(const transaction_row& row) override {
    if (!find(row.book, row.id)) return;
    state_.transactions.erase(row.id);
    state_.note_words.erase(row.id);
  }
  std::optional<transaction_row> find_transaction(book_id book, transaction_id id) override {
    const auto* stored = find(book, id);
    return stored ? std::optional{stored->row} : std::nullopt;
  }
  std::optional<transaction_row> find_opening(book_id book, account_id account) override {
    for (const auto& [id, stored] : state_.transactions)
      if (stored.row.book == book && stored.row.account == account &&
          touches(stored, ledger_account::opening_balances()))
        return stored.row;
    return std::nullopt;
  }
  std::vector<transaction_row> list_transactions(const transaction_selection& s) override {
    std::vector<transaction_row> rows;
    for (const auto& [id, stored] : state_.transactions)
      if (stored.row.book == s.book && stored.row.kind == transaction_kind::regular &&
          in_range(stored.row, s) && on_accounts(stored, s.filter) &&
          found_by_search(stored.row, state_.note_words[id], s))
        rows.push_back(stored.row);
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      return std::tie(a.date, a.id) > std::tie(b.date, b.id);
    });
    if (s.order == transaction_order::oldest_first) std::ranges::reverse(rows);
    if (std::ssize(rows) > s.limit) rows.resize(static_cast<std::size_t>(s.limit));
    return rows;
  }
  void add_revision(const revision_row& revision) override {
    const auto key = std::pair{revision.was.id, revision.was.version};
    demand(state_.revisions.emplace(key, revision).second, "a version is superseded once");
  }
  void set_note_words(const transaction_row& row, const std::vector<std::string>& words) override {
    state_.note_words[row.id] = {words.begin(), words.end()};
  }

  bool add_to_month(book_id book, const month_total_row& change) override {
    auto& total = state_.month_totals[{book, change.month, change.account, change.currency}];
    const auto amount = checked_add(total.amount, change.amount);
    if (!amount) return false;
    total = {*amount, total.rows + change.rows};
    return true;
  }
  sum_row find_month_total(book_id book, const month_total_key& key) override {
    const auto found = state_.month_totals.find({book, key.month, key.account, key.currency});
    return found == state_.month_totals.end() ? sum_row{} : found->second;
  }
  std::vector<month_total_row> month_totals(book_id book, civil_month from,
                                            civil_month to) override {
    std::vector<month_total_row> rows;
    for (const auto& [key, total] : state_.month_totals) {
      const auto& [owner, month, account, unit] = key;
      if (owner == book && from <= month && month <= to && total.rows > 0)
        rows.push_back({month, account, unit, total.amount, total.rows});
    }
    return rows;
  }
  sum_row sum_postings(const sum_selection& s, ledger_account account) override {
    sum_row sum;
    each_posting(s, [&](const transaction_row&, const posting& side) {
      if (side.account == account) add(sum, side.amount.minor);
    });
    return sum;
  }
  std::vector<payee_sum_row> sum_by_payee(const sum_selection& s) override {
    std::map<std::pair<std::int64_t, ledger_account>, sum_row> sums;
    each_posting(s, [&](const transaction_row& row, const posting& side) {
      if (side.account.key < 0) add(sums[{row.payee, side.account}], side.amount.minor);
    });
    std::vector<payee_sum_row> rows;
    for (const auto& [key, sum] : sums)
      rows.push_back({key.first, key.second, sum.amount, sum.rows});
    return rows;
  }
  sum_row sum_since(book_id book, account_id account, civil_date from) override {
    sum_row sum;
    for (const auto& [id, stored] : state_.transactions)
      if (stored.row.book == book && stored.row.date >= from)
        for (const auto& side : stored.postings)
          if (side.account == ledger_account::of(account)) add(sum, side.amount.minor);
    return sum;
  }
  std::vector<civil_date> transfer_days(book_id book, account_id into, civil_date from) override {
    std::vector<civil_date> days;
    for (const auto& [id, stored] : state_.transactions)
      if (stored.row.book == book && stored.row.date >= from && stored.row.other.is_own_account())
        for (const auto& side : stored.postings)
          if (side.account == ledger_account::of(into) && side.amount.minor > 0)
            days.push_back(stored.row.date);
    std::sort(days.begin(), days.end());
    return days;
  }

  std::vector<import_row_record> import_rows(account_id account, civil_date day) override {
    std::vector<import_row_record> rows;
    for (const auto& [key, row] : state_.import_rows)
      if (std::get<0>(key) == account && std::get<1>(key) == day) rows.push_back(row);
    return rows;
  }
  void save_import_row(account_id account, const import_row_record& row) override {
    const memory_ledger_state::import_row_key key{account, row.day, row.group, row.occurrence};
    const auto [stored, added] = state_.import_rows.emplace(key, row);
    if (!added) stored->second.marks = row.marks;
  }
  import_id add_import(const import_record& record) override {
    auto row = record;
    row.id = {++state_.last_import};
    state_.imports.emplace(row.id, row);
    state_.runners[row.id] = runner_;
    return row.id;
  }
  void save_import(const import_record& record) override {
    auto& stored = state_.imports.at(record.id);
    stored.state = record.state;
    stored.summary = record.summary;
  }
  void add_to_import(import_id import, std::int64_t added, std::int64_t duplicate) override {
    auto& record = state_.imports.at(import);
    record.rows_added += added;
    record.rows_duplicate += duplicate;
  }
  std::optional<import_record> find_import(book_id book, import_id import) override {
    const auto found = state_.imports.find(import);
    const bool is_there = found != state_.imports.end() && found->second.book == book;
    return is_there ? std::optional{found->second} : std::nullopt;
  }
  std::vector<import_record> list_imports(book_id book, std::int64_t before, int limit) override {
    std::vector<import_record> rows;
    for (auto it = state_.imports.rbegin(); it != state_.imports.rend(); ++it)
      if (it->second.book == book && it->first.value < before && std::ssize(rows) < limit)
        rows.push_back(it->second);
    return rows;
  }
  void interrupt_running_imports() override {
    for (auto& [id, record] : state_.imports)
      if (record.state == import_state::running && state_.runners[id] != runner_)
        record.state = import_state::failed;
  }

private:
  stored_transaction* find(book_id book, transaction_id id) {
    const auto found = state_.transactions.find(id);
    if (found == state_.transactions.end() || found->second.row.book != book) return nullptr;
    return &found->second;
  }

  // Sums leave 64 bits with a failure, as they do in the database.
  static void add(sum_row& sum, std::int64_t amount) {
    const auto next = checked_add(sum.amount, amount);
    demand(next.has_value(), "a sum fits 64 bits");
    sum = {*next, sum.rows + 1};
  }

  template <class Visit>
  void each_posting(const sum_selection& s, Visit&& visit) {
    for (const auto& [id, stored] : state_.transactions)
      if (stored.row.book == s.book && stored.row.date >= s.from && stored.row.date <= s.to)
        for (const auto& side : stored.postings)
          if (side.amount.currency.code() == s.currency) visit(stored.row, side);
  }

  memory_ledger_state& state_;
  const std::int64_t runner_ = ++state_.last_runner;
};

}  // namespace

std::unique_ptr<ledger_repository> make_memory_ledger_repository(memory_ledger_state& state) {
  return std::make_unique<memory_ledger_repository>(state);
}

}  // namespace smartfin
