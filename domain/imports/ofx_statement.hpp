#pragma once

#include "domain/imports/statement_sink.hpp"
#include "domain/imports/statement_text.hpp"
#include "domain/result.hpp"

namespace smartfin {

/// Reads the bank and card statements of an OFX 1 or 2 document, in one pass. Rows of
/// several accounts are told apart by `statement_row::account`. A statement without transactions is
/// no error, nor is a missing closing tag; a file that ends inside a transaction rejects that one.
/// Pending and investment transactions are left out and noted. Errors: bank_error (the bank's own
/// message), no_statement, too_large.
result<parsed_statement, import_refusal> read_ofx_statement(const statement_text& text,
                                                            statement_format format,
                                                            const import_options& options,
                                                            const row_taker& take);

}  // namespace smartfin
