#pragma once

#include <string_view>

#include "domain/imports/statement.hpp"
#include "domain/result.hpp"

namespace smartfin {

/// Reads a table of transactions from a UTF-8 text in two passes over it, holding one record at a
/// time beside the rows. A table without rows is no error. Errors: no_columns, too_large.
result<parsed_statement, import_refusal> parse_csv_statement(std::string_view text,
                                                             const import_options& options);

}  // namespace smartfin
