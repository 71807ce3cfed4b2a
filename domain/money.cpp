#include "domain/money.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace smartfin {
namespace {

// ISO 4217 active codes (list one, 2024), by the number of decimals of their minor unit.
constexpr std::string_view decimals_2 =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON "
    "RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD "
    "TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG ";
constexpr std::string_view decimals_0 =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF ";
constexpr std::string_view decimals_3 = "BHD IQD JOD KWD LYD OMR TND ";

constexpr std::size_t letters = 26;

/// Where a code of three capital letters stands in the table below; past its end for anything else.
constexpr std::size_t place_of(std::string_view code) {
  std::size_t place = 0;
  for (const char c : code) {
    if (c < 'A' || c > 'Z') return letters * letters * letters;
    place = place * letters + static_cast<std::size_t>(c - 'A');
  }
  return place;
}

/// Decimals by code, -1 where there is no such currency: every row read from a store names one.
constexpr auto decimals_of = [] {
  std::array<std::int8_t, letters * letters * letters> table{};
  table.fill(-1);
  const auto enter = [&](std::string_view codes, std::int8_t decimals) {
    for (std::size_t at = 0; at < codes.size(); at += 4)
      table[place_of(codes.substr(at, 3))] = decimals;
  };
  enter(decimals_2, 2);
  enter(decimals_0, 0);
  enter(decimals_3, 3);
  return table;
}();

}  // namespace

std::optional<currency> currency::parse(std::string_view code) {
  if (code.size() != 3) return std::nullopt;
  const auto place = place_of(code);
  if (place >= decimals_of.size() || decimals_of[place] < 0) return std::nullopt;
  return currency{{code[0], code[1], code[2]}, decimals_of[place]};
}

result<money, money_errc> parse_money(std::string_view decimal, currency unit) {
  const bool negative = !decimal.empty() && decimal.front() == '-';
  if (!decimal.empty() && (decimal.front() == '-' || decimal.front() == '+'))
    decimal.remove_prefix(1);
  const auto point = decimal.find('.');
  const auto whole = decimal.substr(0, point);
  auto fraction = point == decimal.npos ? std::string_view{} : decimal.substr(point + 1);
  const auto is_digits = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (whole.empty() || (point != decimal.npos && fraction.empty()) || !is_digits(whole) ||
      !is_digits(fraction))
    return failure{money_errc::not_a_number};
  // Zeros beyond the minor unit change nothing: "1.500" is 1.50 euros.
  const auto decimals = static_cast<std::size_t>(unit.decimals());
  while (fraction.size() > decimals && fraction.back() == '0') fraction.remove_suffix(1);
  if (fraction.size() > decimals) return failure{money_errc::too_many_decimals};

  // Summed as a negative number, so that the most negative amount parses too.
  std::int64_t minor = 0;
  const auto append = [&minor](int digit) {
    return !__builtin_mul_overflow(minor, 10, &minor) &&
           !__builtin_sub_overflow(minor, digit, &minor);
  };
  for (const char c : whole)
    if (!append(c - '0')) return failure{money_errc::out_of_range};
  for (std::size_t i = 0; i < decimals; ++i)
    if (!append(i < fraction.size() ? fraction[i] - '0' : 0))
      return failure{money_errc::out_of_range};
  if (!negative && minor == std::numeric_limits<std::int64_t>::min())
    return failure{money_errc::out_of_range};
  return money{negative ? minor : -minor, unit};
}

std::string decimal_string(std::int64_t minor, int decimals) {
  const bool negative = minor < 0;
  auto magnitude =
      negative ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
  std::array<char, 24> text{};
  std::size_t at = text.size();
  for (int digit = 0; magnitude != 0 || digit <= decimals; ++digit) {
    if (digit == decimals && decimals != 0) text[--at] = '.';
    text[--at] = static_cast<char>('0' + magnitude % 10);
    magnitude /= 10;
  }
  if (negative) text[--at] = '-';
  return {text.data() + at, text.size() - at};
}

std::string decimal_string(const money& amount) {
  return decimal_string(amount.minor, amount.currency.decimals());
}

result<money, money_errc> add(const money& a, const money& b) {
  if (a.currency != b.currency) return failure{money_errc::currency_mismatch};
  const auto sum = checked_add(a.minor, b.minor);
  if (!sum) return failure{money_errc::out_of_range};
  return money{*sum, a.currency};
}

result<money, money_errc> negate(const money& a) {
  if (a.minor == std::numeric_limits<std::int64_t>::min()) return failure{money_errc::out_of_range};
  return money{-a.minor, a.currency};
}

std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

}  // namespace smartfin
