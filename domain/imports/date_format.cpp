#include "domain/imports/date_format.hpp"

#include <algorithm>
#include <string>

#include "domain/imports/clean_text.hpp"

namespace smartfin {
namespace {

struct part {
  std::string_view text;
  bool is_name = false;
};

struct date_parts {
  std::array<part, 3> parts;
  std::size_t count = 0;
  char separator = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

int number_of(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

/// English first; the others where their abbreviation can mean one month only.
unsigned month_of(std::string_view name) {
  static constexpr std::string_view months[12] = {
      "jan ene gen ",     "feb fev ",         "mar mrz ", "apr abr avr ",
      "may mai mei mag ", "jun giu ",         "jul lug ", "aug ago aou ",
      "sep set ",         "oct okt ott out ", "nov ",     "dec dez dic des "};
  const auto folded = fold_text(name).substr(0, 3);
  if (folded.size() < 3) return 0;
  for (unsigned i = 0; i < 12; ++i)
    for (std::size_t at = 0; at < months[i].size(); at += 4)
      if (months[i].substr(at, 3) == folded) return i + 1;
  return 0;
}

/// The first three numbers or names; nothing when the text has another shape. What follows may only
/// be a time or a zone.
std::optional<date_parts> split_date(std::string_view text) {
  date_parts found;
  std::size_t at = 0;
  while (found.count < 3) {
    const auto gap = at;
    while (at < text.size() && (text[at] == ' ' || text[at] == '.' || text[at] == '/' ||
                                text[at] == '-' || text[at] == ','))
      ++at;
    if (found.count > 0 && at > gap && !found.separator) found.separator = text[gap];
    if (at >= text.size() || (found.count == 0 && at > 0) || at - gap > 2) return std::nullopt;
    const auto start = at;
    const bool name = is_letter(text[at]);
    if (!name && !is_digit(text[at])) return std::nullopt;
    while (at < text.size() && (name ? is_letter(text[at]) : is_digit(text[at]))) ++at;
    if (at - start > (name ? 16u : 4u)) return std::nullopt;
    found.parts[found.count++] = {text.substr(start, at - start), name};
  }
  if (at < text.size() && text[at] != ' ' && text[at] != 'T' && text[at] != ',' &&
      text[at] != ':' && text.substr(at) != ".")
    return std::nullopt;
  return found;
}

std::optional<int> year_of(std::string_view digits) {
  if (digits.size() != 2 && digits.size() != 4) return std::nullopt;
  const int year = number_of(digits);
  if (digits.size() == 4) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

std::optional<civil_date> make_date(std::string_view year, unsigned month, std::string_view day) {
  const auto full = year_of(year);
  if (!full || day.size() > 2 || month == 0) return std::nullopt;
  return civil_date::from_ymd(*full, month, static_cast<unsigned>(number_of(day)));
}

std::optional<civil_date> with_named_month(const date_parts& found) {
  const auto& [first, second, third] = found.parts;
  const unsigned month = month_of(first.is_name ? first.text : second.text);
  if (first.is_name && !second.is_name && !third.is_name)
    return make_date(third.text, month, second.text);
  if (!second.is_name || first.is_name || third.is_name) return std::nullopt;
  return first.text.size() == 4 ? make_date(first.text, month, third.text)
                                : make_date(third.text, month, first.text);
}

std::optional<civil_date> eight_digits(std::string_view text, date_order order) {
  const auto ymd = make_date(text.substr(0, 4), static_cast<unsigned>(number_of(text.substr(4, 2))),
                             text.substr(6, 2));
  if (ymd && ymd->year() >= 1900 && ymd->year() < 2100) return ymd;
  const auto first = text.substr(0, 2), second = text.substr(2, 2), year = text.substr(4, 4);
  return order == date_order::month_first
             ? make_date(year, static_cast<unsigned>(number_of(first)), second)
             : make_date(year, static_cast<unsigned>(number_of(second)), first);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string_view date_order_name(date_order order) {
  switch (order) {
    case date_order::year_first:
      return "year-month-day";
    case date_order::day_first:
      return "day-month-year";
    case date_order::month_first:
      return "month-day-year";
  }
  return "unknown";
}

date_order usual_date_order(const currency& unit) {
  return unit == currency::usd() ? date_order::month_first : date_order::day_first;
}

std::optional<civil_date> parse_date(std::string_view text, date_order order) {
  text = trimmed(text);
  const auto digits =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
  if ((digits == 8 || digits == 14) &&
      (digits == text.size() || text[digits] == ' ' || text[digits] == 'T'))
    return eight_digits(text.substr(0, 8), order);
  const auto found = split_date(text);
  if (!found) return std::nullopt;
  const auto& [first, second, third] = found->parts;
  if (first.is_name || second.is_name || third.is_name) return with_named_month(*found);
  if (second.text.size() > 2) return std::nullopt;
  const auto month = [](std::string_view part) { return static_cast<unsigned>(number_of(part)); };
  if (first.text.size() == 4 || (order == date_order::year_first && third.text.size() <= 2))
    return make_date(first.text, month(second.text), third.text);
  if (first.text.size() > 2) return std::nullopt;
  return order == date_order::month_first ? make_date(third.text, month(first.text), second.text)
                                          : make_date(third.text, month(second.text), first.text);
}

void date_profile::add(std::string_view text) {
  ++seen_;
  std::array<std::optional<civil_date>, 4> read;
  for (const auto order :
       {date_order::year_first, date_order::day_first, date_order::month_first}) {
    const auto index = static_cast<std::size_t>(order);
    read[index] = parse_date(text, order);
    if (read[index]) ++fits_[index];
  }
  const auto& day_first = read[static_cast<std::size_t>(date_order::day_first)];
  const auto& month_first = read[static_cast<std::size_t>(date_order::month_first)];
  if (day_first && month_first && *day_first != *month_first) ++open_;
  text = trimmed(text);
  const auto first = text.find_first_not_of("0123456789");
  if (first != text.npos && first <= 2 && text[first] == '.') ++dotted_;
}

std::size_t date_profile::best_fit() const { return *std::max_element(fits_.begin(), fits_.end()); }

date_profile::choice date_profile::decide(date_order preferred) const {
  const auto best = best_fit();
  const auto fits = [&](date_order order) {
    return fits_[static_cast<std::size_t>(order)] == best;
  };
  const bool year = fits(date_order::year_first);
  if (best > 0 && open_ == 0 && year) return {date_order::year_first, false};
  if (fits(preferred) && !(dotted_ * 2 > seen_)) {
    const bool other_fits = preferred == date_order::month_first ? fits(date_order::day_first)
                                                                 : fits(date_order::month_first);
    return {preferred, open_ > 0 && other_fits};
  }
  if (fits(date_order::day_first)) {
    const bool undecided = fits(date_order::month_first) && !(dotted_ * 2 > seen_);
    return {date_order::day_first, open_ > 0 && undecided};
  }
  return {fits(date_order::month_first) ? date_order::month_first : date_order::year_first, false};
}

}  // namespace smartfin
