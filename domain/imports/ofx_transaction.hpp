#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "domain/imports/statement.hpp"

namespace smartfin {

/// The values of one STMTTRN as they were written, cleaned.
struct ofx_transaction {
  std::size_t line = 0;
  std::string posted, amount, id, name, payee_name, memo, check;
  std::string unit;  // only where the transaction has a currency of its own
};

/// A row without its account, or the reason why there is none. `unit` is the statement's currency,
/// if it is a known one.
std::variant<statement_row, rejected_row> make_ofx_row(const ofx_transaction& raw,
                                                       std::optional<currency> unit);

/// "20240331120000.000[-5:EST]" is the day that the bank printed, whatever zone it adds.
/// "2024-03-31" is read too.
std::optional<civil_date> parse_ofx_date(std::string_view text);

/// A code in any case.
std::optional<currency> parse_ofx_currency(std::string_view code);

}  // namespace smartfin
