#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/money.hpp"

namespace smartfin {

enum class column_role : std::uint8_t {
  none,
  date,
  amount,
  debit,
  credit,
  direction,  // says of each row whether its amount is a debit or a credit
  payee,
  payer,  // who paid: the other side of money that came in
  note,
  currency,
  bank_id,
  check_number,
  balance,
};

struct column_match {
  column_role role = column_role::none;
  int rank = 0;  // of several columns with one role the lowest rank is meant
  std::optional<smartfin::currency> unit;  // "Betrag (EUR)"
};

/// What a column of that name holds; names of English, German, French, Spanish, Italian, Dutch,
/// Portuguese, Polish and Scandinavian banks, whatever their case, accents and punctuation. Plain
/// references are notes: people repeat them, so they identify nothing.
column_match match_header(std::string_view header);

enum class direction : std::uint8_t { unknown, debit, credit };
direction match_direction(std::string_view cell);

/// Whether a line without a date or amount that starts like this is a total, a balance or an end
/// mark.
bool is_footer_text(std::string_view cell);

}  // namespace smartfin
