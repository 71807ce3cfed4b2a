#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/result.hpp"

namespace smartfin {

enum class money_errc : std::uint8_t {
  none = 0,
  unknown_currency,   // not an ISO 4217 code in use
  not_a_number,       // not a plain decimal number
  too_many_decimals,  // more than the currency's minor unit has
  out_of_range,       // beyond 64 bits of minor units
  currency_mismatch,  // two currencies in one sum
};

/// An ISO 4217 currency in use: always one of the standard's codes.
class currency {
public:
  /// Upper-case three-letter code.
  static std::optional<currency> parse(std::string_view code);
  static constexpr currency usd() { return {{'U', 'S', 'D'}, 2}; }

  std::string_view code() const { return {code_.data(), code_.size()}; }
  /// Digits after the decimal point of one unit: 2 for most, 0 for JPY, 3 for KWD.
  int decimals() const { return decimals_; }

  friend auto operator<=>(const currency&, const currency&) = default;

private:
  constexpr currency(std::array<char, 3> code, std::int8_t decimals)
      : code_(code), decimals_(decimals) {}

  std::array<char, 3> code_;
  std::int8_t decimals_;
};

/// An amount in minor units (cents) of one currency. Sums are exact or refused, never rounded.
struct money {
  std::int64_t minor = 0;
  smartfin::currency currency;

  friend bool operator==(const money&, const money&) = default;
};

/// "-12.34" in a currency with two decimals is -1234. Accepts an optional sign, digits and at most one '.'; fewer
/// decimals than the currency has are filled up. Errors: not_a_number, too_many_decimals, out_of_range.
result<money, money_errc> parse_money(std::string_view decimal, currency unit);

/// The canonical decimal string, with all decimals of the currency: "-12.34", "1200" for JPY.
std::string decimal_string(const money& amount);
std::string decimal_string(std::int64_t minor, int decimals);

/// Errors: currency_mismatch, out_of_range.
result<money, money_errc> add(const money& a, const money& b);
/// Errors: out_of_range (only for the most negative amount).
result<money, money_errc> negate(const money& a);
/// Nothing on overflow.
std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b);

}  // namespace smartfin
