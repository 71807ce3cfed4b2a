#include "domain/imports/amount_format.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "domain/imports/utf8.hpp"

namespace smartfin {
namespace {

/// An amount taken apart: the sign, the digits with their marks, and the currency if one is
/// written.
struct written_amount {
  bool negative = false;
  std::string digits;  // digits, '.' and ',' only; other grouping signs are gone
  std::optional<currency> unit;
  bool grouped = false;  // by blanks or apostrophes
};

constexpr std::pair<char32_t, std::string_view> symbols[] = {
    {0x20AC, "EUR"}, {0xA3, "GBP"},   {0x20B9, "INR"}, {0x20BD, "RUB"},
    {0x20BA, "TRY"}, {0x20AA, "ILS"}, {0x20A9, "KRW"}, {0x20AB, "VND"},
    {0x0E3F, "THB"}, {0x20A6, "NGN"}, {0x20B4, "UAH"}, {0x20B1, "PHP"}};

bool is_blank(char32_t c) {
  return c == ' ' || c == '\t' || c == 0xA0 || c == 0x202F || (c >= 0x2000 && c <= 0x200A);
}
bool is_minus(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2013) || c == 0x2212; }
bool is_letter(char32_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == 0x142;
}

/// Reads the words and signs around the digits; one pass over the code points.
class amount_scanner {
public:
  std::optional<written_amount> scan(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const auto next = decode_utf8(text, at);
      at += next.length;
      if (!next.valid || !take(next.value)) return std::nullopt;
    }
    if (!end_word() || open_ != closed_ || signs_ > 1) return std::nullopt;
    if (open_ && signs_ > 0) return std::nullopt;
    while (!found_.digits.empty() && is_mark(found_.digits.back())) found_.digits.pop_back();
    found_.negative = found_.negative || open_;
    return std::move(found_);
  }

private:
  static bool is_mark(char c) { return c == '.' || c == ','; }

  bool take(char32_t c) {
    if (is_letter(c)) {
      if (word_.size() >= 4) return false;
      word_.push_back(c < 0x80 ? static_cast<char>(c & ~char32_t{0x20}) : '?');
      return true;
    }
    // "Kr." and "Fr." end in a point that is no decimal mark.
    if (c == '.' && !word_.empty() && found_.digits.empty()) return end_word();
    if (!end_word()) return false;
    if (c >= '0' && c <= '9') return digit(static_cast<char>(c));
    if (c == '.' || c == ',') {
      if (found_.digits.empty()) found_.digits.push_back('0');
      if (ended_) return false;
      found_.digits.push_back(static_cast<char>(c));
      return true;
    }
    return sign(c);
  }

  bool digit(char c) {
    if (ended_) return false;
    if (gap_ && !found_.digits.empty()) found_.grouped = true;
    gap_ = false;
    found_.digits.push_back(c);
    return true;
  }

  bool sign(char32_t c) {
    if (is_blank(c) || c == '\'' || c == 0x2019) {
      gap_ = !found_.digits.empty();
      return true;
    }
    if (!found_.digits.empty() && c != 0xA0) ended_ = true;
    if (is_minus(c) || c == '+') {
      ++signs_;
      found_.negative = found_.negative || is_minus(c);
      return true;
    }
    if (c == '(') return found_.digits.empty() && !std::exchange(open_, true);
    if (c == ')') return open_ && !std::exchange(closed_, true);
    if (c == '$' || c == 0xA5) return true;
    for (const auto& [symbol, code] : symbols)
      if (symbol == c) return set_unit(code);
    return false;
  }

  bool set_unit(std::string_view code) {
    const auto unit = currency::parse(code);
    if (!unit || found_.unit) return false;
    found_.unit = unit;
    return true;
  }

  bool end_word() {
    if (word_.empty()) return true;
    const auto word = std::exchange(word_, {});
    if (found_.digits.empty() && found_.unit) return false;
    const bool behind = !found_.digits.empty();
    if (behind) ended_ = true;
    if (behind && (word == "DR" || word == "D" || word == "S")) {
      ++signs_;
      found_.negative = true;
      return true;
    }
    if (behind && (word == "CR" || word == "C" || word == "H")) {
      ++signs_;
      return true;
    }
    static constexpr std::string_view shared[] = {"KR", "US",  "A",  "AU", "CA", "NZ",
                                                  "HK", "SFR", "FR", "RS", "R",  "Z?",
                                                  "ZL", "FT",  "K?", "RP", "RM", "LEI"};
    if (std::find(std::begin(shared), std::end(shared), word) != std::end(shared)) return true;
    return set_unit(word);
  }

  written_amount found_;
  std::string word_;
  int signs_ = 0;
  bool open_ = false, closed_ = false;
  bool gap_ = false;    // a blank behind a digit: grouping when a digit follows
  bool ended_ = false;  // a sign or word behind the digits: no digit may follow
};

/// Groups of three, or of two with three at the end (Indian); the first may be shorter.
bool is_grouped_well(std::string_view whole, char group) {
  std::size_t at = whole.find(group);
  if (at == whole.npos) return true;
  if (at == 0 || at > 3) return false;
  while (at != whole.npos) {
    const auto next = whole.find(group, at + 1);
    const auto size = (next == whole.npos ? whole.size() : next) - at - 1;
    if (size != 3 && !(size == 2 && next != whole.npos)) return false;
    at = next;
  }
  return true;
}

result<money, amount_errc> to_money(const written_amount& written, char mark, char group,
                                    currency unit) {
  const std::string_view digits = written.digits;
  if (digits.empty()) return failure{amount_errc::not_a_number};
  const auto point = digits.find(mark);
  const auto whole = digits.substr(0, point);
  const auto fraction = point == digits.npos ? std::string_view{} : digits.substr(point + 1);
  if (fraction.find_first_of(".,") != fraction.npos || (group && !is_grouped_well(whole, group)))
    return failure{amount_errc::not_a_number};
  std::string plain;
  if (written.negative) plain.push_back('-');
  for (const char c : whole)
    if (c != group) plain.push_back(c);
  if (!fraction.empty()) {
    plain.push_back('.');
    plain += fraction;
  }
  const auto amount = parse_money(plain, written.unit.value_or(unit));
  if (amount) return *amount;
  switch (amount.error()) {
    case money_errc::too_many_decimals:
      return failure{amount_errc::too_many_decimals};
    case money_errc::out_of_range:
      return failure{amount_errc::out_of_range};
    default:
      return failure{amount_errc::not_a_number};
  }
}

bool is_empty(std::string_view text) { return text.find_first_not_of(" \t") == text.npos; }

}  // namespace

std::string_view amount_reason(amount_errc error) {
  switch (error) {
    case amount_errc::none:
      return "";
    case amount_errc::empty:
      return "There is no amount.";
    case amount_errc::not_a_number:
      return "The amount is not a number.";
    case amount_errc::too_many_decimals:
      return "The amount has more decimals than its currency.";
    case amount_errc::out_of_range:
      return "The amount is too large.";
  }
  return "";
}

result<money, amount_errc> parse_amount(std::string_view text, decimal_mark mark, currency unit) {
  if (is_empty(text)) return failure{amount_errc::empty};
  const auto written = amount_scanner{}.scan(text);
  if (!written) return failure{amount_errc::not_a_number};
  return mark == decimal_mark::comma ? to_money(*written, ',', '.', unit)
                                     : to_money(*written, '.', ',', unit);
}

result<money, amount_errc> parse_ofx_amount(std::string_view text, currency unit) {
  if (is_empty(text)) return failure{amount_errc::empty};
  const auto written = amount_scanner{}.scan(text);
  if (!written) return failure{amount_errc::not_a_number};
  const auto last = written->digits.find_last_of(".,");
  const char mark = last == std::string::npos ? '.' : written->digits[last];
  return to_money(*written, mark, mark == '.' ? ',' : '.', unit);
}

void amount_profile::add(std::string_view text) {
  const auto written = amount_scanner{}.scan(text);
  if (!written || written->digits.empty()) return;
  ++seen_;
  if (written->negative) ++negative_;
  const std::string_view digits = written->digits;
  const auto last = digits.find_last_of(".,");
  if (last == digits.npos) return;
  const bool comma = digits[last] == ',';
  const auto first = digits.find_first_of(".,");
  const bool mixed = digits.find(comma ? '.' : ',') != digits.npos;
  const auto behind = digits.size() - last - 1;
  if (mixed || (first == last && (behind != 3 || last > 3 || digits[0] == '0' || written->grouped)))
    ++(comma ? comma_ : point_);
  else if (first != last)
    ++(comma ? point_ : comma_);  // a mark that occurs twice groups thousands
  else
    ++(comma ? open_comma_ : open_point_);
}

decimal_mark amount_profile::decide(currency unit) const {
  if (comma_ != point_) return comma_ > point_ ? decimal_mark::comma : decimal_mark::point;
  const bool comma_leads = open_comma_ > open_point_;
  if (unit.decimals() == 3 && open_comma_ != open_point_)
    return comma_leads ? decimal_mark::comma : decimal_mark::point;
  return open_point_ > open_comma_ ? decimal_mark::comma : decimal_mark::point;
}

bool looks_like_amount(std::string_view text) {
  const auto written = amount_scanner{}.scan(text);
  if (!written || written->digits.empty()) return false;
  return written->digits.find_first_of(".,") != std::string::npos || written->negative ||
         written->unit.has_value();
}

}  // namespace smartfin
