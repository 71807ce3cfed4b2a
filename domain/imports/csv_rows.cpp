#include "domain/imports/csv_rows.hpp"

#include <algorithm>

#include "domain/imports/clean_text.hpp"
#include "domain/imports/csv_columns.hpp"

namespace smartfin {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The cell without blanks and without the ="..." that keeps spreadsheets from converting it.
std::string_view cell(std::span<const std::string_view> row, std::optional<std::size_t> column) {
  if (!column || *column >= row.size()) return {};
  auto text = trimmed(row[*column]);
  if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"'))
    text = text.substr(2, text.size() - 3);
  return text;
}

std::string_view first_filled(std::span<const std::string_view> row,
                              const std::vector<std::size_t>& columns) {
  for (const auto column : columns)
    if (const auto text = cell(row, column); !text.empty()) return text;
  return {};
}

bool all_empty(std::span<const std::string_view> row) {
  return std::all_of(row.begin(), row.end(), [](auto text) { return trimmed(text).empty(); });
}

}  // namespace

void csv_profile::add(const csv_record& record) {
  if (record.line <= layout_.header_line || record.fault != csv_fault::none) return;
  const auto date = cell(record.fields, layout_.date);
  if (date.empty()) return;
  dates_.add(date);
  for (const auto column : {layout_.amount, layout_.debit, layout_.credit})
    if (const auto text = cell(record.fields, column); !text.empty()) amounts_.add(text);
  const auto word = cell(record.fields, layout_.direction);
  if (!word.empty()) ++(match_direction(word) == direction::unknown ? other_words_ : directions_);
}

csv_dialect csv_profile::decide(const import_options& options) const {
  const auto dates = dates_.decide(options.preferred_order);
  return {.order = dates.order,
          .dates_ambiguous = dates.ambiguous,
          .mark = amounts_.decide(layout_.unit.value_or(options.unit)),
          .uses_direction = directions_ > 0 && other_words_ == 0 && amounts_.negative() == 0};
}

row_outcome csv_row_maker::make(const csv_record& record) const {
  if (record.line <= layout_.header_line) return left_out{};
  const auto reject = [&](std::string reason) {
    return rejected_row{record.line, std::move(reason)};
  };
  if (record.fault != csv_fault::none) return reject(std::string{csv_fault_reason(record.fault)});
  const auto row = record.fields;
  if (all_empty(row)) return left_out{};
  const auto date_text = cell(row, layout_.date);
  if (layout_.header_line > 0 && date_text == trimmed(layout_.date_header)) return left_out{};
  const auto date = parse_date(date_text, dialect_.order);
  if (!date && is_footer(row)) return left_out{.is_footer = true};
  const auto needed = std::max({layout_.date, layout_.amount.value_or(0),
                                std::min(layout_.debit.value_or(0), layout_.credit.value_or(0))});
  if (row.size() <= needed)
    return reject("The line has " + std::to_string(row.size()) + " of " +
                  std::to_string(layout_.columns) + " columns.");
  if (row.size() > layout_.columns && !all_empty(row.subspan(layout_.columns)))
    return reject("The line has more columns than the header; is a text with a " +
                  std::string{delimiter_name(layout_.delimiter)} + " not in quotes?");
  if (!date)
    return reject(date_text.empty() ? "There is no date."
                                    : "The date is no day in the order " +
                                          std::string{date_order_name(dialect_.order)} + ".");
  const auto unit = unit_of(row);
  if (!unit) return reject(std::string{unit.error()});
  const auto amount = amount_of(row, *unit);
  if (!amount) {
    const bool unfilled = cell(row, layout_.amount).empty() && cell(row, layout_.debit).empty() &&
                          cell(row, layout_.credit).empty();
    if (unfilled && is_footer(row)) return left_out{.is_footer = true};
    return reject(std::string{amount.error()});
  }
  statement_row made;
  made.line = record.line;
  made.date = *date;
  made.amount = *amount;
  fill_texts(row, made);
  return made;
}

result<currency, std::string_view> csv_row_maker::unit_of(cells row) const {
  const auto text = cell(row, layout_.currency);
  if (text.empty()) return layout_.unit.value_or(options_.unit);
  std::string code{text.substr(0, 4)};
  std::transform(code.begin(), code.end(), code.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const std::string_view named = text == "\xE2\x82\xAC" ? "EUR"
                                 : text == "\xC2\xA3"   ? "GBP"
                                                        : std::string_view{code};
  if (const auto unit = currency::parse(named)) return *unit;
  if (text == "$") return layout_.unit.value_or(options_.unit);
  return failure{std::string_view{"The currency is not known."}};
}

result<money, std::string_view> csv_row_maker::amount_of(cells row, currency unit) const {
  const auto amount = layout_.amount ? whole_amount_of(row, unit) : split_amount_of(row, unit);
  if (!amount || !options_.amounts_inverted) return amount;
  const auto inverted = negate(*amount);
  if (!inverted) return failure{amount_reason(amount_errc::out_of_range)};
  return *inverted;
}

result<money, std::string_view> csv_row_maker::whole_amount_of(cells row, currency unit) const {
  const auto read = parse_amount(cell(row, layout_.amount), dialect_.mark, unit);
  if (!read) return failure{amount_reason(read.error())};
  const bool turned =
      dialect_.uses_direction && match_direction(cell(row, layout_.direction)) == direction::debit;
  // Never the most negative amount: where directions are used the file has no negative one.
  return turned ? money{-read->minor, read->currency} : *read;
}

/// One of two columns is filled, or both and one of them is zero. Some banks write debits with a
/// minus.
result<money, std::string_view> csv_row_maker::split_amount_of(cells row, currency unit) const {
  std::optional<money> found;
  bool any = false;
  for (const bool is_debit : {true, false}) {
    const auto text = cell(row, is_debit ? layout_.debit : layout_.credit);
    if (text.empty() || text == "-") continue;
    const auto read = parse_amount(text, dialect_.mark, unit);
    if (!read) return failure{amount_reason(read.error())};
    any = true;
    if (read->minor == 0) continue;
    if (found) return failure{std::string_view{"There is both a debit and a credit."}};
    found = *read;
    if (is_debit && found->minor > 0) found->minor = -found->minor;
  }
  if (!any) return failure{amount_reason(amount_errc::empty)};
  return found.value_or(money{0, unit});
}

bool csv_row_maker::is_footer(cells row) const {
  const auto text = std::find_if(row.begin(), row.end(), [this, row](const auto& field) {
    const auto index = static_cast<std::size_t>(&field - row.data());
    const auto shown = trimmed(field);
    return !shown.empty() && !(index == layout_.date && parse_date(shown, dialect_.order));
  });
  return text != row.end() && is_footer_text(*text);
}

void csv_row_maker::fill_texts(cells row, statement_row& made) const {
  const auto other_side =
      made.amount.minor > 0 ? first_filled(row, layout_.payers) : std::string_view{};
  auto payee = other_side.empty() ? first_filled(row, layout_.payees) : other_side;
  if (payee.empty()) payee = first_filled(row, layout_.payers);
  made.payee = clean_text(payee, payee_bytes_max);
  std::string joined;
  for (const auto column : layout_.notes) {
    const auto text = cell(row, column);
    if (text.empty() || text == payee) continue;
    if (!joined.empty()) joined += " ";
    joined += text;
  }
  made.note = clean_text(joined, note_bytes_max);
  auto id = clean_text(cell(row, layout_.bank_id), bank_id_bytes_max);
  if (!id.empty()) made.bank_id = std::move(id);
  auto check = clean_text(cell(row, layout_.check_number), 40);
  if (!check.empty()) made.check_number = std::move(check);
}

}  // namespace smartfin
