#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/statement.hpp"

namespace smartfin {

/// Where a table keeps what we need. Columns are counted from 0.
struct csv_layout {
  char delimiter = ',';
  std::size_t header_line = 0;  // 0 when the table has no header
  std::size_t columns = 0;
  std::size_t date = 0;
  std::string header;                 // folded; empty without one
  std::string date_header;            // to recognise a header that is repeated further down
  std::optional<std::size_t> amount;  // or debit, credit or both
  std::optional<std::size_t> debit, credit;
  std::optional<std::size_t> direction, currency, bank_id, check_number;
  std::vector<std::size_t> payees, payers, notes;  // in order of preference
  std::optional<smartfin::currency> unit;          // named in the amount's header
};

/// How much of a text's start decides its layout: nothing behind it is looked at.
inline constexpr std::size_t csv_sample_bytes = 128 * 1024;
/// A byte more tells whether the sample is the whole text.
inline constexpr std::size_t csv_head_bytes = csv_sample_bytes + 1;

/// Finds delimiter, header and columns from the start of a UTF-8 text; nothing when no delimiter
/// gives a table with a date and an amount. Lines before the header are allowed; without a header
/// the columns are told by what they hold.
std::optional<csv_layout> find_csv_layout(std::string_view text, const import_limits& limits);

std::string_view delimiter_name(char delimiter);

}  // namespace smartfin
