#include "storage/ledger/transaction_pages.hpp"

#include <algorithm>
#include <limits>

namespace smartfin {
namespace {

constexpr const char* columns =
    "t.id, t.account_id, t.other, t.date, t.amount, t.kind, t.payee_id, t.note, t.version, "
    "t.created_at, t.created_by, t.import_id, t.import_line";

/// At most so many matches are sorted; more of them are met soon enough on the way back through the days.
constexpr int few_matches_max = 5'000;

// Integers and the base64 of keyed hashes are all that is ever written into the text; nothing a client sent.
std::string payees_text(const transaction_selection& s) {
  if (s.payees.empty()) return "(-1)";  // nobody's id: an empty list is no SQL
  std::string text = "(";
  for (std::size_t i = 0; i < s.payees.size(); ++i)
    text += (i ? "," : "") + std::to_string(s.payees[i]);
  return text + ")";
}

/// The ids of the transactions with all the words in their notes.
std::string words_text(const transaction_selection& s) {
  if (s.note_words.empty()) return "SELECT 0 WHERE 1 = 0";
  std::string text;
  for (std::size_t i = 0; i < s.note_words.size(); ++i)
    text +=
        std::string{i ? " INTERSECT " : ""} +
        "SELECT transaction_id FROM note_words WHERE book_id = " + std::to_string(s.book.value) +
        " AND word = '" + s.note_words[i] + "'";
  return text;
}

/// Of a page that is walked day by day: each row is looked up, because the list of all matches is long. A count is
/// looked up row by row in either database, where EXISTS might be turned into that list.
std::string search_condition(const transaction_selection& s) {
  if (!s.search_active) return {};
  std::string words;
  for (const auto& word : s.note_words)
    words +=
        std::string{words.empty() ? "" : " AND "} +
        "(SELECT COUNT(*) FROM note_words w WHERE w.book_id = " + std::to_string(s.book.value) +
        " AND w.word = '" + word + "' AND w.transaction_id = t.id) > 0";
  const auto noted = words.empty() ? std::string{} : " OR (" + words + ")";
  return " AND (t.payee_id IN " + payees_text(s) + noted + ")";
}

/// The ids of all matches; one may come twice.
std::string matches_text(const transaction_selection& s) {
  return "SELECT id FROM transactions WHERE kind = 0 AND book_id = " +
         std::to_string(s.book.value) + " AND payee_id IN " + payees_text(s) +
         " UNION ALL SELECT * FROM (" + words_text(s) + ") AS noted";
}

std::string match_count_text(const transaction_selection& s) {
  return "SELECT COUNT(*) FROM (" + matches_text(s) + " LIMIT " +
         std::to_string(few_matches_max + 1) + ") AS few";
}

/// Behind the position, on the way that the page goes.
std::string beyond(const transaction_selection& s) {
  return s.order == transaction_order::newest_first ? " < (:ad, :ai)" : " > (:ad, :ai)";
}

std::string in_order(const transaction_selection& s, const std::string& date,
                     const std::string& id) {
  const std::string way = s.order == transaction_order::newest_first ? " DESC" : " ASC";
  return " ORDER BY " + date + way + ", " + id + way + " LIMIT :n";
}

// The same page from its matches. The key of the filter is on one side of the transaction or the other.
std::string few_matches_text(const transaction_selection& s) {
  const auto& f = s.filter;
  std::string text = "SELECT ";
  text += columns;
  // The pluses keep the indexes by day and payee out: the ids lead.
  text += " FROM transactions t WHERE +t.book_id = :b";
  if (f.account_id || f.category_id)
    text += " AND (t.account_id = :l OR t.other = :l)";
  else
    text += " AND CAST(:l AS BIGINT) IS NOT NULL";
  text += " AND +t.date BETWEEN :f AND :t AND (+t.date, t.id)" + beyond(s) + " AND t.kind = 0";
  if (f.account_id && f.category_id)
    text += " AND t.account_id = " + std::to_string(f.account_id->value);
  return text + " AND t.id IN (" + matches_text(s) + ")" + in_order(s, "+t.date", "t.id");
}

// Without an account or category the statement still takes the same parameters: :l is then compared with itself.
std::string page_text(const transaction_selection& s, sql_dialect dialect) {
  const auto& f = s.filter;
  const bool by_posting = f.account_id || f.category_id;
  std::string text = "SELECT ";
  text += columns;
  if (by_posting)
    text += std::string{" FROM postings p"} + ordered_join(dialect) +
            "transactions t ON t.id = p.transaction_id "
            "WHERE p.book_id = :b AND p.ledger_account = :l AND p.date BETWEEN :f AND :t "
            "AND (p.date, p.transaction_id)" +
            beyond(s) + " AND t.kind = 0";
  else
    text +=
        " FROM transactions t WHERE t.book_id = :b AND CAST(:l AS BIGINT) IS NOT NULL "
        "AND t.date BETWEEN :f AND :t AND (t.date, t.id)" +
        beyond(s) + " AND t.kind = 0";
  if (f.account_id && f.category_id)
    text += " AND t.account_id = " + std::to_string(f.account_id->value);
  text += search_condition(s);
  return text +
         (by_posting ? in_order(s, "p.date", "p.transaction_id") : in_order(s, "t.date", "t.id"));
}

}  // namespace

transaction_row transaction_of(book_id book, const ledger_statements::transaction_columns& c) {
  transaction_row row;
  row.id = {std::get<0>(c)};
  row.book = book;
  row.account = {std::get<1>(c)};
  row.other = {std::get<2>(c)};
  row.date = civil_date::from_days(std::get<3>(c)).value();
  row.amount = std::get<4>(c);
  row.kind = static_cast<transaction_kind>(std::get<5>(c));
  row.payee = std::get<6>(c);
  row.note = std::get<7>(c);
  row.version = std::get<8>(c);
  row.created_at = instant{std::chrono::microseconds{std::get<9>(c)}};
  row.created_by = {std::get<10>(c)};
  row.import = {std::get<11>(c)};
  row.import_line = std::get<12>(c);
  return row;
}

std::vector<transaction_row> transaction_pages::read(const transaction_selection& s) {
  if (s.search_active && s.payees.empty() && s.note_words.empty()) return {};
  constexpr auto far = std::numeric_limits<std::int32_t>::max();
  const auto& f = s.filter;
  std::int64_t key = 0;
  if (f.category_id)
    key = ledger_account::of(*f.category_id).key;
  else if (f.account_id)
    key = ledger_account::of(*f.account_id).key;
  std::int64_t from = f.from ? f.from->days() : -far;
  std::int64_t to = f.to ? f.to->days() : far;
  // Where the walk starts is said twice: PostgreSQL starts at one of the two, and it is not ours to say which.
  const bool goes_back = s.order == transaction_order::newest_first;
  auto& start = goes_back ? to : from;
  std::int64_t after_id = goes_back ? std::numeric_limits<std::int64_t>::max() : 0;
  if (s.after && (goes_back ? s.after->date.days() <= to : s.after->date.days() >= from)) {
    start = s.after->date.days();
    after_id = s.after->id.value;
  }

  std::vector<transaction_row> rows;
  const bool from_matches = s.search_active && has_few_matches(s);
  statement(from_matches ? few_matches_text(s) : page_text(s, session_.dialect()))
      .each(s.book.value, key, from, to, start, after_id, s.limit, [&](const auto&... c) {
        rows.push_back(transaction_of(s.book, ledger_statements::transaction_columns{c...}));
      });
  return rows;
}

bool transaction_pages::has_few_matches(const transaction_selection& s) {
  prepared<std::tuple<std::int64_t>()> count{session_, match_count_text(s)};
  return std::get<0>(count.first().value()) <= few_matches_max;
}

transaction_pages::page_statement& transaction_pages::statement(const std::string& text) {
  if (const auto held = kept_.find(text); held != kept_.end()) return *held->second;
  if (kept_.size() >= kept_max) kept_.clear();
  auto made = std::make_unique<page_statement>(session_, text);
  return *kept_.emplace(text, std::move(made)).first->second;
}

}  // namespace smartfin
