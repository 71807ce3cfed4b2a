#pragma once

#include "domain/imports/statement_sink.hpp"
#include "domain/imports/statement_text.hpp"
#include "domain/result.hpp"

namespace smartfin {

/// Reads a table of transactions in two passes over the text, holding one record at a time. A table without rows is no
/// error. Errors: no_columns, too_large.
result<parsed_statement, import_refusal> read_csv_statement(const statement_text& text,
                                                            const import_options& options,
                                                            const row_taker& take);

}  // namespace smartfin
