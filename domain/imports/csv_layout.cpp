#include "domain/imports/csv_layout.hpp"

#include <algorithm>
#include <map>

#include "domain/imports/amount_format.hpp"
#include "domain/imports/clean_text.hpp"
#include "domain/imports/csv_columns.hpp"
#include "domain/imports/csv_reader.hpp"

namespace smartfin {
namespace {

constexpr std::size_t sample_records = 200;
constexpr std::size_t preamble_records_max = 80;

struct sample_record {
  std::size_t line;
  std::vector<std::string> fields;
};
using sample = std::vector<sample_record>;

sample read_sample(std::string_view text, char delimiter, const import_limits& limits) {
  sample records;
  csv_reader reader{
      {.delimiter = delimiter, .line_bytes_max = limits.line_bytes_max},
      [&](const csv_record& record) {
        if (records.size() >= sample_records || record.fault != csv_fault::none) return;
        records.push_back({record.line, {record.fields.begin(), record.fields.end()}});
      }};
  const bool whole = text.size() <= csv_sample_bytes;
  reader.feed(text.substr(0, csv_sample_bytes));
  if (whole) reader.finish();  // the last line of a cut sample is not to be trusted
  return records;
}

std::size_t usual_width(const sample& records, std::size_t from) {
  std::map<std::size_t, std::size_t> counts;
  for (std::size_t i = from; i < records.size(); ++i) ++counts[records[i].fields.size()];
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? 0 : most->first;
}

/// The columns of one role, best rank first, then left to right.
class role_columns {
public:
  void add(std::size_t column, int rank) { found_.push_back({rank, column}); }
  std::vector<std::size_t> in_order() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::size_t> columns;
    for (const auto& [rank, column] : found_) columns.push_back(column);
    return columns;
  }
  std::optional<std::size_t> best() {
    const auto columns = in_order();
    return columns.empty() ? std::nullopt : std::optional{columns.front()};
  }

private:
  std::vector<std::pair<int, std::size_t>> found_;
};

struct scored_layout {
  csv_layout layout;
  std::size_t score = 0;
};

/// The currency column right behind the amount belongs to it; another may belong to the balance.
std::optional<std::size_t> currency_of(role_columns& currencies,
                                       std::optional<std::size_t> amount) {
  const auto columns = currencies.in_order();
  for (const auto column : columns)
    if (amount && column == *amount + 1) return column;
  return columns.empty() ? std::nullopt : std::optional{columns.front()};
}

std::optional<scored_layout> layout_of_header(const sample_record& record) {
  std::map<column_role, role_columns> roles;
  std::map<std::size_t, column_match> matches;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const auto match = match_header(record.fields[i]);
    if (match.role == column_role::none) continue;
    matches.emplace(i, match);
    roles[match.role].add(i, match.rank);
  }
  const auto date = roles[column_role::date].best();
  csv_layout layout;
  layout.amount = roles[column_role::amount].best();
  layout.debit = roles[column_role::debit].best();
  layout.credit = roles[column_role::credit].best();
  if (!date || (!layout.amount && !layout.debit && !layout.credit)) return std::nullopt;
  if (layout.amount) layout.debit = layout.credit = std::nullopt;
  layout.header_line = record.line;
  layout.columns = record.fields.size();
  layout.date = *date;
  layout.date_header = record.fields[*date];
  for (const auto& field : record.fields) layout.header += fold_text(field) + "|";
  layout.direction = roles[column_role::direction].best();
  layout.currency = currency_of(roles[column_role::currency], layout.amount);
  layout.bank_id = roles[column_role::bank_id].best();
  layout.check_number = roles[column_role::check_number].best();
  layout.payees = roles[column_role::payee].in_order();
  layout.payers = roles[column_role::payer].in_order();
  layout.notes = roles[column_role::note].in_order();
  for (const auto column : {layout.amount, layout.debit, layout.credit})
    if (column && !layout.unit) layout.unit = matches.at(*column).unit;
  return scored_layout{std::move(layout), 1000 + matches.size()};
}

/// What the cells of one column look like.
struct column_content {
  std::size_t filled = 0, amounts = 0, text_bytes = 0, codes = 0;
  date_profile dates;
  amount_profile numbers;
  bool is_date(std::size_t rows) const { return dates.best_fit() * 10 >= rows * 9 && rows > 0; }
  bool is_amount() const {
    return filled > 0 && numbers.seen() * 10 >= filled * 9 && amounts * 2 >= filled;
  }
  bool is_code() const { return filled > 0 && codes == filled; }
};

std::vector<column_content> contents_of(const sample& records, std::size_t from,
                                        std::size_t width) {
  std::vector<column_content> columns(width);
  for (std::size_t i = from; i < records.size(); ++i) {
    if (records[i].fields.size() != width) continue;
    for (std::size_t c = 0; c < width; ++c) {
      const auto cell = clean_text(records[i].fields[c], 200);
      if (cell.empty()) continue;
      auto& column = columns[c];
      ++column.filled;
      column.text_bytes += cell.size();
      column.dates.add(cell);
      column.numbers.add(cell);
      if (looks_like_amount(cell)) ++column.amounts;
      if (currency::parse(cell)) ++column.codes;
    }
  }
  return columns;
}

void choose_amounts(csv_layout& layout, const std::vector<column_content>& columns,
                    std::size_t rows) {
  std::vector<std::size_t> amounts;
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (c != layout.date && columns[c].is_amount() && !columns[c].is_date(columns[c].filled))
      amounts.push_back(c);
  if (amounts.empty()) return;
  if (amounts.size() >= 2) {
    const auto first = columns[amounts[0]].filled, second = columns[amounts[1]].filled;
    if (first < rows && second < rows && first + second <= rows + rows / 10) {
      layout.debit = amounts[0];
      layout.credit = amounts[1];
      return;
    }
  }
  layout.amount = amounts.front();
  for (const auto column : amounts)
    if (columns[column].filled == rows && columns[column].numbers.negative() > 0) {
      layout.amount = column;
      return;
    }
}

/// Text columns by length: the longest is the payee, the others are notes.
void choose_texts(csv_layout& layout, const std::vector<column_content>& columns) {
  std::vector<std::size_t> texts;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto& column = columns[c];
    const bool taken = c == layout.date || c == layout.amount || c == layout.debit ||
                       c == layout.credit || c == layout.currency || c == layout.direction ||
                       c == layout.bank_id || c == layout.check_number;
    const bool texty = column.filled > 0 && !column.is_amount() && !column.is_date(column.filled) &&
                       column.numbers.seen() * 2 <= column.filled;
    if (!taken && texty) texts.push_back(c);
  }
  std::stable_sort(texts.begin(), texts.end(), [&](std::size_t a, std::size_t b) {
    return columns[a].text_bytes > columns[b].text_bytes;
  });
  if (texts.empty()) return;
  layout.payees = {texts.front()};
  layout.notes.assign(texts.begin() + 1, texts.end());
}

std::optional<scored_layout> layout_of_content(const sample& records) {
  const auto width = usual_width(records, 0);
  if (width < 2) return std::nullopt;
  const auto columns = contents_of(records, 0, width);
  const auto rows = static_cast<std::size_t>(std::count_if(
      records.begin(), records.end(), [&](const auto& r) { return r.fields.size() == width; }));
  csv_layout layout;
  layout.columns = layout.date = width;
  for (std::size_t c = 0; c < width && layout.date == width; ++c)
    if (columns[c].is_date(rows)) layout.date = c;
  if (layout.date == width) return std::nullopt;
  choose_amounts(layout, columns, rows);
  if (!layout.amount && !layout.debit) return std::nullopt;
  for (std::size_t c = 0; c < width && !layout.currency; ++c)
    if (columns[c].is_code()) layout.currency = c;
  choose_texts(layout, columns);
  return scored_layout{std::move(layout), 100 + width};
}

/// A header that names no text column still has one.
void complete_texts(csv_layout& layout, const sample& records) {
  const auto after = std::find_if(records.begin(), records.end(), [&](const auto& record) {
    return record.line > layout.header_line;
  });
  const auto from = static_cast<std::size_t>(after - records.begin());
  layout.columns = std::max(layout.columns, usual_width(records, from));
  if (layout.payees.empty() && layout.notes.empty())
    choose_texts(layout, contents_of(records, from, usual_width(records, from)));
  if (layout.payees.empty() && !layout.notes.empty()) {
    layout.payees = {layout.notes.front()};
    layout.notes.erase(layout.notes.begin());
  }
}

std::optional<scored_layout> layout_of(const sample& records) {
  for (std::size_t i = 0; i < records.size() && i < preamble_records_max; ++i)
    if (auto found = layout_of_header(records[i])) {
      complete_texts(found->layout, records);
      return found;
    }
  return layout_of_content(records);
}

}  // namespace

std::optional<csv_layout> find_csv_layout(std::string_view text, const import_limits& limits) {
  std::optional<scored_layout> best;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    auto found = layout_of(read_sample(text, delimiter, limits));
    if (!found || (best && found->score <= best->score)) continue;
    found->layout.delimiter = delimiter;
    best = std::move(found);
  }
  if (!best) return std::nullopt;
  return std::move(best->layout);
}

std::string_view delimiter_name(char delimiter) {
  switch (delimiter) {
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    case '|':
      return "bar";
    default:
      return "comma";
  }
}

}  // namespace smartfin
