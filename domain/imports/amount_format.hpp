#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/money.hpp"
#include "domain/result.hpp"

namespace smartfin {

enum class decimal_mark : std::uint8_t { point = 1, comma = 2 };

enum class amount_errc : std::uint8_t {
  none = 0,
  empty,
  not_a_number,
  too_many_decimals,
  out_of_range,
};

/// A plain sentence for the reader of the import's report.
std::string_view amount_reason(amount_errc error);

/// Reads one written amount. Understood: "1.234,56", "1,234.56", "1 234,56", "1'234.56", Indian
/// "1,23,456.00", a sign in front or behind, parentheses for negative, a currency symbol or code on
/// either side, and CR, DR, C, D, H or S behind (credit, debit, Haben, Soll). A written currency
/// wins over `unit`; a sign that many currencies share ("$") does not. Errors: empty, not_a_number,
/// too_many_decimals (zeros beyond the minor unit are no error), out_of_range.
result<money, amount_errc> parse_amount(std::string_view text, decimal_mark mark, currency unit);

/// The amount of an OFX file: never grouped, decimals after a point or a comma, whichever comes
/// last.
result<money, amount_errc> parse_ofx_amount(std::string_view text, currency unit);

/// Gathers the amounts of a whole file and finds its decimal mark.
class amount_profile {
public:
  void add(std::string_view text);

  /// "1,234" alone says nothing: it is 1234 in a currency with two decimals and 1.234 in one with
  /// three.
  decimal_mark decide(currency unit) const;

  std::size_t seen() const { return seen_; }
  std::size_t negative() const { return negative_; }

private:
  std::size_t seen_ = 0;
  std::size_t negative_ = 0;
  std::size_t point_ = 0, comma_ = 0;            // values that only this mark explains
  std::size_t open_point_ = 0, open_comma_ = 0;  // one mark and three digits behind it
};

/// Whether the text could be an amount in either notation, and not a plain whole number such as an
/// account number.
bool looks_like_amount(std::string_view text);

}  // namespace smartfin
