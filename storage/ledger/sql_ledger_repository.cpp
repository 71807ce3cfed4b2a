#include <random>
#include <utility>

#include "storage/ledger/ledger_repository.hpp"
#include "storage/ledger/ledger_statements.hpp"
#include "storage/ledger/new_rows.hpp"
#include "storage/ledger/transaction_ids.hpp"
#include "storage/ledger/transaction_pages.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

std::int64_t micros(instant at) { return at.time_since_epoch().count(); }

currency stored_currency(const std::string& code) {
  if (const auto unit = currency::parse(code)) return *unit;
  throw storage_failure{"a stored currency is not one"};
}

account_row account_of(book_id book, const ledger_statements::account_columns& c) {
  account_row row;
  row.id = {std::get<0>(c)};
  row.book = book;
  row.type = static_cast<account_type>(std::get<2>(c));
  row.currency = stored_currency(std::get<3>(c));
  row.name = std::get<4>(c);
  row.balance = std::get<5>(c);
  row.opening = std::get<6>(c);
  row.transactions = std::get<7>(c);
  row.closed = std::get<8>(c) != 0;
  row.version = std::get<9>(c);
  row.digest = std::get<10>(c);
  row.created_at = instant{std::chrono::microseconds{std::get<11>(c)}};
  return row;
}

import_record import_of(book_id book, const ledger_statements::import_columns& c) {
  return {{std::get<0>(c)},
          book,
          {std::get<1>(c)},
          static_cast<import_state>(std::get<2>(c)),
          instant{std::chrono::microseconds{std::get<3>(c)}},
          std::get<4>(c),
          std::get<5>(c),
          std::get<6>(c)};
}

/// Never 0, which stands for nobody.
std::int64_t new_runner() {
  std::random_device random;
  return static_cast<std::int64_t>((std::uint64_t{random()} << 31 | random()) >> 1) + 1;
}

class sql_ledger_repository final : public ledger_repository {
public:
  explicit sql_ledger_repository(sql_session& session)
      : session_(session), ids_(session), new_rows_(session), sql_(session), pages_(session) {}

  void begin_read() override {
    run("begin read", [&] { sql_.begin_read.run(); });
    session_.set_in_transaction(true);
  }
  void end_read() noexcept override {
    try {
      sql_.end_read.run();
    } catch (...) {
      // Nothing was open; the next begin_read reports what is wrong with the session.
    }
    session_.set_in_transaction(false);
  }

  void lock_book(book_id book) override {
    if (session_.dialect() == sql_dialect::sqlite) return;  // the transaction has locked everything
    run("lock book", [&] {
      if (sql_.lock_book.first(book.value)) return;
      // Only a row that is there can be locked; another process may add it at this moment.
      sql_.add_blank_book.run(book.value);
      sql_.lock_book.first(book.value);
    });
  }

  std::optional<book_row> find_book(book_id book) override {
    std::optional<book_row> found;
    run("find book", [&] {
      if (const auto row = sql_.find_book.first(book.value))
        found = book_row{book, std::get<0>(*row), std::get<1>(*row)};
    });
    return found;
  }
  void save_book(const book_row& book) override {
    run("save book", [&] { sql_.save_book.run(book.id.value, book.version, book.transactions); });
  }
  std::vector<book_row> list_books(book_id after, int limit) override {
    std::vector<book_row> rows;
    run("list books", [&] {
      sql_.list_books.each(after.value, limit,
                           [&](std::int64_t id, std::int64_t version, std::int64_t transactions) {
                             rows.push_back({{id}, version, transactions});
                           });
    });
    return rows;
  }

  account_id add_account(const account_row& a) override {
    account_id id;
    run("add account", [&] {
      id = {added(sql_.add_account.first(a.book.value, static_cast<std::int64_t>(a.type),
                                         std::string{a.currency.code()}, a.name, a.balance,
                                         a.opening, a.transactions, a.closed, a.version,
                                         a.digest.state(), micros(a.created_at)))};
    });
    return id;
  }
  void save_account(const account_row& a) override {
    run("save account", [&] {
      sql_.save_account.run(a.name, a.balance, a.opening, a.transactions, a.closed, a.version,
                            a.digest.state(), a.book.value, a.id.value);
    });
  }
  void remove_account(book_id book, account_id account) override {
    run("remove account", [&] { sql_.remove_account.run(book.value, account.value); });
  }
  std::optional<account_row> find_account(book_id book, account_id account) override {
    std::optional<account_row> found;
    run("find account", [&] {
      if (const auto row = sql_.find_account.first(book.value, account.value))
        found = account_of(book, *row);
    });
    return found;
  }
  std::vector<account_row> list_accounts(book_id book, std::int64_t after_id, int limit) override {
    std::vector<account_row> rows;
    run("list accounts", [&] {
      sql_.list_accounts.each(book.value, after_id, limit, [&](const auto&... columns) {
        rows.push_back(account_of(book, ledger_statements::account_columns{columns...}));
      });
    });
    return rows;
  }

  std::optional<payee_row> find_payee(book_id book, const std::string& lookup) override {
    std::optional<payee_row> found;
    run("find payee", [&] {
      if (const auto row = sql_.find_payee.first(book.value, lookup))
        found = payee_row{std::get<0>(*row), lookup, std::get<1>(*row)};
    });
    return found;
  }
  std::int64_t add_payee(book_id book, const std::string& lookup,
                         const std::string& name) override {
    std::int64_t id = 0;
    run("add payee", [&] { id = added(sql_.add_payee.first(book.value, lookup, name)); });
    return id;
  }
  std::vector<payee_row> list_payees(book_id book, std::int64_t after) override {
    std::vector<payee_row> rows;
    run("list payees", [&] {
      sql_.list_payees.each(
          book.value, after,
          [&](std::int64_t id, const std::string& lookup, const std::string& name) {
            rows.push_back({id, lookup, name});
          });
    });
    return rows;
  }

  transaction_id next_transaction_id() override { return next_transaction_ids(1).front(); }
  std::vector<transaction_id> next_transaction_ids(std::size_t count) override {
    return translated("next transaction ids", [&] { return ids_.next(count); });
  }
  void add_imported(account_id account, std::span<const imported_row> rows) override {
    run("add imported rows", [&] { insert_all(rows, account); });
  }
  void add_transactions(std::span<const entered_transaction> rows) override {
    run("add transactions", [&] { insert_all(rows); });
  }
  void add_transaction(const transaction_row& t, const balanced_postings& postings) override {
    run("add transaction", [&] { insert(t, postings); });
  }
  void save_transaction(const transaction_row& t, const balanced_postings& postings) override {
    run("save transaction", [&] {
      const auto stored = sql_.find_transaction.first(t.book.value, t.id.value);
      if (!stored) throw storage_failure{"postings belong to a transaction"};
      auto row = transaction_of(t.book, *stored);  // what never changes stays as it was stored
      row.account = t.account;
      row.other = t.other;
      row.date = t.date;
      row.amount = t.amount;
      row.payee = t.payee;
      row.note = t.note;
      row.version = t.version;
      remove(row);
      insert(row, postings);
    });
  }
  void remove_transaction(const transaction_row& t) override {
    run("remove transaction", [&] {
      sql_.remove_words.run(t.id.value);
      remove(t);
    });
  }
  std::optional<transaction_row> find_transaction(book_id book, transaction_id id) override {
    std::optional<transaction_row> found;
    run("find transaction", [&] {
      if (const auto row = sql_.find_transaction.first(book.value, id.value))
        found = transaction_of(book, *row);
    });
    return found;
  }
  std::optional<transaction_row> find_opening(book_id book, account_id account) override {
    std::optional<transaction_row> found;
    run("find opening balance", [&] {
      if (const auto row = sql_.find_opening.first(book.value, account.value))
        found = transaction_of(book, *row);
    });
    return found;
  }
  std::vector<transaction_row> list_transactions(const transaction_selection& selection) override {
    std::vector<transaction_row> rows;
    run("list transactions", [&] { rows = pages_.read(selection); });
    return rows;
  }
  void add_revision(const revision_row& r) override {
    const auto& t = r.was;
    run("add revision", [&] {
      sql_.add_revision.run(t.id.value, t.version, t.book.value, t.account.value, t.other.key,
                            t.date.days(), t.amount, r.currency, static_cast<std::int64_t>(t.kind),
                            t.payee, t.note, micros(t.created_at), t.created_by.value,
                            t.import.value, t.import_line, micros(r.changed_at), r.changed_by.value,
                            r.reason);
    });
  }
  void set_note_words(const transaction_row& t, const std::vector<std::string>& words) override {
    run("set note words", [&] {
      if (t.version > 1) sql_.remove_words.run(t.id.value);
      for (const auto& word : words) sql_.add_word.run(t.book.value, word, t.id.value);
    });
  }

  bool add_to_month(book_id book, const month_total_row& change) override {
    return translated("add to month", [&] {
      return sql_.add_to_month.run(book.value, change.month.index(), change.account.key,
                                   std::string{change.currency.code()}, change.amount,
                                   change.rows) == 1;
    });
  }
  sum_row find_month_total(book_id book, const month_total_key& key) override {
    sum_row total;
    run("find month total", [&] {
      if (const auto row = sql_.find_month_total.first(
              book.value, key.month.index(), key.account.key, std::string{key.currency.code()}))
        total = {std::get<0>(*row), std::get<1>(*row)};
    });
    return total;
  }
  std::vector<month_total_row> month_totals(book_id book, civil_month from,
                                            civil_month to) override {
    std::vector<month_total_row> rows;
    run("month totals", [&] {
      sql_.month_totals.each(
          book.value, from.index(), to.index(),
          [&](std::int64_t month, std::int64_t account, const std::string& code,
              std::int64_t amount, std::int64_t count) {
            rows.push_back({civil_month::from_index(static_cast<std::int32_t>(month)),
                            {account},
                            stored_currency(code),
                            amount,
                            count});
          });
    });
    return rows;
  }
  sum_row sum_postings(const sum_selection& s, ledger_account account) override {
    sum_row sum;
    run("sum postings", [&] {
      const auto row = sql_.sum_postings.first(s.book.value, account.key, s.from.days(),
                                               s.to.days(), s.currency);
      sum = {std::get<0>(row.value()), std::get<1>(row.value())};
    });
    return sum;
  }
  std::vector<payee_sum_row> sum_by_payee(const sum_selection& s) override {
    std::vector<payee_sum_row> rows;
    run("sum by payee", [&] {
      sql_.sum_by_payee.each(
          s.book.value, s.from.days(), s.to.days(), s.currency,
          [&](std::int64_t payee, std::int64_t account, std::int64_t amount, std::int64_t count) {
            rows.push_back({payee, {account}, amount, count});
          });
    });
    return rows;
  }
  sum_row sum_since(book_id book, account_id account, civil_date from) override {
    sum_row sum;
    run("sum since", [&] {
      const auto row = sql_.sum_since.first(book.value, account.value, from.days());
      sum = {std::get<0>(row.value()), std::get<1>(row.value())};
    });
    return sum;
  }

  std::vector<civil_date> transfer_days(book_id book, account_id into, civil_date from) override {
    std::vector<civil_date> days;
    run("transfer days", [&] {
      sql_.transfer_days.each(book.value, into.value, from.days(), [&](std::int64_t day) {
        days.push_back(civil_date::from_days(day).value());
      });
    });
    return days;
  }
  std::vector<import_row_record> import_rows(account_id account, civil_date day) override {
    std::vector<import_row_record> rows;
    run("import rows", [&] {
      sql_.import_rows.each(account.value, day.days(),
                            [&](const std::string& group, std::int64_t occurrence,
                                const std::string& marks, std::int64_t transaction) {
                              rows.push_back({day, group, occurrence, marks, {transaction}});
                            });
    });
    return rows;
  }
  void save_import_row(account_id account, const import_row_record& r) override {
    run("save import row", [&] {
      sql_.save_import_row.run(account.value, r.day.days(), r.group, r.occurrence, r.marks,
                               r.transaction.value);
    });
  }
  import_id add_import(const import_record& r) override {
    import_id id;
    run("add import", [&] {
      sql_.hold_runner.first(runner_);  // each time: the connection may be a new one
      id = {added(sql_.add_import.first(r.book.value, r.account.value,
                                        static_cast<std::int64_t>(r.state), micros(r.created_at),
                                        r.summary, runner_))};
    });
    return id;
  }
  void save_import(const import_record& r) override {
    run("save import",
        [&] { sql_.save_import.run(static_cast<std::int64_t>(r.state), r.summary, r.id.value); });
  }
  void add_to_import(import_id import, std::int64_t added_rows, std::int64_t duplicate) override {
    run("add to import", [&] { sql_.add_to_import.run(added_rows, duplicate, import.value); });
  }
  std::optional<import_record> find_import(book_id book, import_id import) override {
    std::optional<import_record> found;
    run("find import", [&] {
      if (const auto row = sql_.find_import.first(book.value, import.value))
        found = import_of(book, *row);
    });
    return found;
  }
  std::vector<import_record> list_imports(book_id book, std::int64_t before, int limit) override {
    std::vector<import_record> rows;
    run("list imports", [&] {
      sql_.list_imports.each(book.value, before, limit, [&](const auto&... columns) {
        rows.push_back(import_of(book, ledger_statements::import_columns{columns...}));
      });
    });
    return rows;
  }
  void interrupt_running_imports() override {
    run("interrupt imports", [&] {
      sql_.interrupt_imports.run(static_cast<std::int64_t>(import_state::failed),
                                 static_cast<std::int64_t>(import_state::running), runner_);
    });
  }

private:
  template <class Work>
  void run(const char* what, Work&& work) {
    translate_sql_errors(what, std::forward<Work>(work));
  }
  static std::int64_t added(const std::optional<std::tuple<std::int64_t>>& row) {
    return std::get<0>(row.value());
  }

  // The database lets postings in before their transaction and out after it.
  void remove(const transaction_row& t) {
    if (sql_.remove_transaction.run(t.book.value, t.id.value) == 1)
      sql_.remove_postings.run(t.id.value);
  }
  template <class Row, class... Account>
  void insert_all(std::span<const Row> rows, Account... account) {
    transaction_ids_at_work ids{ids_};
    new_rows_.insert(account..., rows);
    ids.done();
    for (const auto& each : rows) ids_.use(each.row.id);
  }
  void insert(const transaction_row& t, const balanced_postings& postings) {
    transaction_ids_at_work ids{ids_};
    insert_postings(t, postings);
    sql_.add_transaction.run(t.id.value, t.book.value, t.account.value, t.other.key, t.date.days(),
                             t.amount, static_cast<std::int64_t>(t.kind), t.payee, t.note,
                             t.version, micros(t.created_at), t.created_by.value, t.import.value,
                             t.import_line);
    ids.done();
    ids_.use(t.id);
  }

  void insert_postings(const transaction_row& t, const balanced_postings& postings) {
    const auto& sides = postings.postings();
    if (sides.size() == 2) {
      // Parameters come in the order in which the statement names them first.
      sql_.add_two_postings.run(t.book.value, sides[0].account.key, t.date.days(), t.id.value,
                                sides[0].amount.minor, std::string{sides[0].amount.currency.code()},
                                sides[1].account.key, sides[1].amount.minor,
                                std::string{sides[1].amount.currency.code()});
      return;
    }
    std::int64_t part = 0;
    for (const auto& [account, amount] : sides)
      sql_.add_posting.run(t.book.value, account.key, t.date.days(), t.id.value, part++,
                           amount.minor, std::string{amount.currency.code()});
  }

  sql_session& session_;
  transaction_ids ids_;
  new_rows new_rows_;
  // Of this session alone: who finds it held knows that this session's imports go on.
  const std::int64_t runner_ = new_runner();
  ledger_statements sql_;
  transaction_pages pages_;
};

}  // namespace

std::unique_ptr<ledger_repository> make_sql_ledger_repository(sql_session& session) {
  return std::make_unique<sql_ledger_repository>(session);
}

}  // namespace smartfin
