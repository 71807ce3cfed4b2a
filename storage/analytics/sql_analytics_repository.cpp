#include "storage/analytics/analytics_repository.hpp"
#include "storage/sql/bulk_insert.hpp"
#include "storage/sql/prepared.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using std::int64_t;
using std::string;

constexpr auto insert_total =
    "INSERT INTO day_totals(book_id, day, account_id, other, currency, amount_high, amount_low, rows) VALUES";
constexpr auto total_conflict =
    " ON CONFLICT(book_id, day, account_id, other, currency) "
    "DO UPDATE SET amount_high = day_totals.amount_high + excluded.amount_high, "
    "amount_low = day_totals.amount_low + excluded.amount_low, rows = day_totals.rows + excluded.rows";

currency unit_of(const string& code) {
  const auto unit = currency::parse(code);
  if (!unit) throw storage_failure{"a stored currency does not read"};
  return *unit;
}
civil_date day_of(int64_t days) {
  const auto day = civil_date::from_days(days);
  if (!day) throw storage_failure{"a stored day does not read"};
  return *day;
}

class sql_analytics_repository final : public analytics_repository {
public:
  explicit sql_analytics_repository(sql_session& s);

  void begin_read() override {
    translate_sql_errors("begin read", [this] { begin_read_.run(); });
    session_.set_in_transaction(true);
  }
  void end_read() noexcept override {
    try {
      end_read_.run();
    } catch (...) {
      // Nothing was open; the next begin_read reports what is wrong with the session.
    }
    session_.set_in_transaction(false);
  }

  std::optional<followed_book> find_book(book_id book) override {
    return translated("find followed book", [&] {
      std::optional<followed_book> found;
      find_book_.each(book.value,
                      [&](const auto&... columns) { found.emplace(book_of(columns...)); });
      return found;
    });
  }
  void save_book(const followed_book& b) override {
    translate_sql_errors("save followed book", [&] {
      save_book_.run(b.id.value, static_cast<int64_t>(b.state), b.version,
                     b.as_of.time_since_epoch().count(), b.seen, b.whole_from);
    });
  }
  std::optional<followed_book> next_unread_book() override {
    return translated("next unread book", [&] {
      std::optional<followed_book> found;
      next_unread_.each([&](const auto&... columns) { found.emplace(book_of(columns...)); });
      return found;
    });
  }
  void clear_book(book_id book) override {
    translate_sql_errors("clear book", [&] {
      clear_entries_.run(book.value);
      clear_totals_.run(book.value);
    });
  }

  std::vector<analytics_entry> find_entries(book_id book,
                                            std::span<const transaction_id> ids) override {
    return translated("find entries", [&] {
      std::vector<analytics_entry> all;
      find_entries_.each(
          book.value, list_of(ids),
          [&](int64_t id, int64_t version, int64_t account, int64_t other, int64_t day,
              int64_t amount, const string& code, int64_t payee) {
            all.push_back(
                {{id}, version, {account}, {other}, day_of(day), amount, unit_of(code), payee});
          });
      return all;
    });
  }
  void save_entries(book_id book, std::span<const analytics_entry> entries) override {
    translate_sql_errors("save entries", [&] {
      save_entries_.forget();
      for (const auto& e : entries)
        save_entries_.add(book.value, e.id.value, e.version, e.account.value, e.other.key,
                          e.day.days(), e.amount, string{e.unit.code()}, e.payee);
      save_entries_.finish();
    });
  }
  void remove_entry(book_id book, transaction_id id) override {
    translate_sql_errors("remove entry", [&] { remove_entry_.run(book.value, id.value); });
  }
  void add_to_days(book_id book, std::span<const day_total> changes) override {
    translate_sql_errors("add to days", [&] {
      add_.forget();
      // What is only taken from is there, and PostgreSQL would refuse to insert a row below none.
      for (const auto& [key, sum] : changes)
        if (sum.rows >= 0)
          add_.add(book.value, key.day.days(), key.account.value, key.other.key,
                   string{key.unit.code()}, sum.amount.high, sum.amount.low, sum.rows);
      add_.finish();
      for (const auto& [key, sum] : changes) {
        const string code{key.unit.code()};
        if (sum.rows < 0)
          take_.run(sum.amount.high, sum.amount.low, sum.rows, book.value, key.day.days(),
                    key.account.value, key.other.key, code);
        if (sum.rows <= 0)
          remove_empty_.run(book.value, key.day.days(), key.account.value, key.other.key, code);
      }
    });
  }

  std::vector<day_total> day_totals(book_id book, const day_range& range) override {
    return translated("list day totals", [&] {
      std::vector<day_total> all;
      totals_.each(
          book.value, range.from.days(), range.to.days(),
          [&](int64_t day, int64_t account, int64_t other, const string& code, int64_t high,
              int64_t low, int64_t rows) {
            all.push_back({{day_of(day), {account}, {other}, unit_of(code)}, {{high, low}, rows}});
          });
      return all;
    });
  }
  std::vector<worth_change> worth_changes(book_id book, const day_range& range) override {
    return translated("list worth changes", [&] {
      std::vector<worth_change> all;
      worth_.each(book.value, range.from.days(), range.to.days(),
                  [&](int64_t day, const string& code, int64_t high, int64_t low) {
                    all.push_back({day_of(day), unit_of(code), {high, low}});
                  });
      return all;
    });
  }
  std::vector<worth_change> worth_before(book_id book, civil_date day) override {
    return translated("worth before", [&] {
      std::vector<worth_change> all;
      before_.each(book.value, day.days(), [&](const string& code, int64_t high, int64_t low) {
        all.push_back({{}, unit_of(code), {high, low}});
      });
      return all;
    });
  }

  int64_t missing_compared() override {
    return translated("missing compared", [&] { return std::get<0>(missing_.first().value()); });
  }
  void set_missing_compared(int64_t missing) override {
    translate_sql_errors("set missing compared", [&] { set_missing_.run(missing); });
  }

private:
  using book_columns = std::tuple<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t>;
  /// As the statement that looks for them reads them.
  string list_of(std::span<const transaction_id> ids) const {
    string list;
    for (const auto id : ids) append_to_list(list, id.value);
    if (session_.dialect() == sql_dialect::postgres) return list.empty() ? "{}" : list + '}';
    if (!list.empty()) list.erase(0, 1);
    return '[' + list + ']';
  }

  using total_key = command<int64_t, int64_t, int64_t, int64_t, string>;

  static followed_book book_of(int64_t id, int64_t state, int64_t version, int64_t as_of,
                               int64_t seen, int64_t whole_from) {
    return {{id},    static_cast<following_state>(state),
            version, instant{std::chrono::microseconds{as_of}},
            seen,    whole_from};
  }

  sql_session& session_;
  command<> begin_read_, end_read_;
  prepared<book_columns(int64_t)> find_book_;
  command<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t> save_book_;
  prepared<book_columns()> next_unread_;
  command<int64_t> clear_entries_, clear_totals_;
  prepared<std::tuple<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, string, int64_t>(
      int64_t, string)>
      find_entries_;
  bulk_insert<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, string, int64_t>
      save_entries_;
  command<int64_t, int64_t> remove_entry_;
  bulk_insert<int64_t, int64_t, int64_t, int64_t, string, int64_t, int64_t, int64_t> add_;
  command<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, string> take_;
  total_key remove_empty_;
  prepared<std::tuple<int64_t, int64_t, int64_t, string, int64_t, int64_t, int64_t>(
      int64_t, int64_t, int64_t)>
      totals_;
  prepared<std::tuple<int64_t, string, int64_t, int64_t>(int64_t, int64_t, int64_t)> worth_;
  prepared<std::tuple<string, int64_t, int64_t>(int64_t, int64_t)> before_;
  prepared<std::tuple<int64_t>()> missing_;
  command<int64_t> set_missing_;
};

// A view of one moment: SQLite's transactions are that, PostgreSQL's have to be asked for it.
sql_analytics_repository::sql_analytics_repository(sql_session& s)
    : session_(s),
      begin_read_(s, s.dialect() == sql_dialect::sqlite
                         ? "BEGIN"
                         : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
      end_read_(s, "COMMIT"),
      find_book_(s,
                 "SELECT book_id, state, version, as_of, seen, whole_from FROM followed_books "
                 "WHERE book_id = :b"),
      save_book_(s,
                 "INSERT INTO followed_books(book_id, state, version, as_of, seen, whole_from) "
                 "VALUES(:b, :s, :v, :a, :e, :w) ON CONFLICT(book_id) DO UPDATE SET "
                 "state = excluded.state, version = excluded.version, as_of = excluded.as_of, "
                 "seen = excluded.seen, whole_from = excluded.whole_from"),
      next_unread_(s,
                   "SELECT book_id, state, version, as_of, seen, whole_from FROM followed_books "
                   "WHERE state <> 0 ORDER BY book_id LIMIT 1"),
      clear_entries_(s, "DELETE FROM entries WHERE book_id = :b"),
      clear_totals_(s, "DELETE FROM day_totals WHERE book_id = :b"),
      find_entries_(
          s, string{"SELECT transaction_id, version, account_id, other, day, amount, "
                    "currency, payee_id FROM entries WHERE book_id = :b AND "
                    "transaction_id "} +
                 (s.dialect() == sql_dialect::sqlite ? "IN (SELECT value FROM json_each(:ids))"
                                                     : "= ANY(CAST(:ids AS BIGINT[]))")),
      save_entries_(
          s,
          "INSERT INTO entries(book_id, transaction_id, version, account_id, other, day, "
          "amount, currency, payee_id) VALUES",
          " ON CONFLICT(book_id, transaction_id) DO UPDATE SET version = excluded.version, "
          "account_id = excluded.account_id, other = excluded.other, day = excluded.day, "
          "amount = excluded.amount, currency = excluded.currency, "
          "payee_id = excluded.payee_id"),
      remove_entry_(s, "DELETE FROM entries WHERE book_id = :b AND transaction_id = :t"),
      add_(s, insert_total, total_conflict),
      take_(s,
            "UPDATE day_totals SET amount_high = amount_high + :h, amount_low = amount_low + :l, "
            "rows = rows + :r WHERE book_id = :b AND day = :d AND account_id = :a AND other = :o "
            "AND currency = :c"),
      remove_empty_(s,
                    "DELETE FROM day_totals WHERE book_id = :b AND day = :d AND account_id = :a "
                    "AND other = :o AND currency = :c AND rows = 0"),
      totals_(s,
              "SELECT day, account_id, other, currency, amount_high, amount_low, rows "
              "FROM day_totals WHERE book_id = :b AND day >= :f AND day <= :t "
              "ORDER BY day, account_id, other, currency"),
      worth_(s,
             "SELECT day, currency, CAST(SUM(amount_high) AS BIGINT), "
             "CAST(SUM(amount_low) AS BIGINT) FROM day_totals "
             "WHERE book_id = :b AND day >= :f AND day <= :t AND other <= 0 "
             "GROUP BY day, currency ORDER BY day, currency"),
      before_(s,
              "SELECT currency, CAST(SUM(amount_high) AS BIGINT), "
              "CAST(SUM(amount_low) AS BIGINT) FROM day_totals "
              "WHERE book_id = :b AND day < :d AND other <= 0 GROUP BY currency ORDER BY currency"),
      missing_(s, "SELECT missing FROM comparisons"),
      set_missing_(s, "UPDATE comparisons SET missing = :m") {}

}  // namespace

std::unique_ptr<analytics_repository> make_sql_analytics_repository(sql_session& session) {
  return std::make_unique<sql_analytics_repository>(session);
}

}  // namespace smartfin
