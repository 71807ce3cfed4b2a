#include "http/error_status.hpp"

#include <array>

#include "domain/money.hpp"

namespace smartfin::http {
namespace {

template <class Code>
constexpr error_row row(std::string_view category, Code code, problem_kind kind) {
  return {category, static_cast<std::uint8_t>(code), kind};
}

// One line per refusal of every service, by subject. Several codes may share a kind.
constexpr std::array table = {
    row("money", money_errc::unknown_currency, problems::validation),
    row("money", money_errc::not_a_number, problems::validation),
    row("money", money_errc::too_many_decimals, problems::validation),
    row("money", money_errc::out_of_range, problems::validation),
    row("money", money_errc::currency_mismatch,
        {422, "currency-mismatch", "Two currencies in one sum"}),
};

}  // namespace

std::span<const error_row> error_rows() { return table; }

problem_kind error_kind(std::string_view category, std::uint8_t code) {
  for (const auto& each : table)
    if (each.code == code && each.category == category) return each.kind;
  return problems::internal;
}

void refuse(std::string_view category, std::uint8_t code, const std::string& detail) {
  throw problem_error(error_kind(category, code), detail);
}

}  // namespace smartfin::http
