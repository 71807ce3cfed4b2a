#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "domain/result.hpp"
#include "learning/learning_error.hpp"

namespace smartfin {

struct table_summary {
  std::size_t rows = 0;
  std::string sha256;  // hex, over the unpacked bytes: plain and gzip of one table agree
};

/// Takes one row; false when the numbers cannot be a row of this survey.
using row_reader = std::function<bool(std::span<const double>)>;

/// Streams the named columns of a CSV file with a header line, plain or gzip by content, in
/// constant memory. Column order in the file, further columns, a byte-order mark, CRLF, quotes and
/// the case of the header do not matter; an empty cell is NaN. `on_row` gets one number per wanted
/// column. Errors: cannot_read; not_the_survey (column missing, cell not a number, row too short or
/// not taken). Rows already delivered stay delivered.
result<table_summary, learning_error> read_numbers(const std::filesystem::path& file,
                                                   std::span<const std::string_view> columns,
                                                   const row_reader& on_row);

}  // namespace smartfin
