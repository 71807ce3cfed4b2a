#pragma once

#include <string_view>

#include "domain/byte_source.hpp"
#include "domain/imports/format.hpp"
#include "domain/imports/statement_sink.hpp"
#include "domain/result.hpp"

namespace smartfin {

/// Reads a bank's file: detects encoding and format, cleans the texts, names every row it can't
/// read, and gives every other row to `take`, in file order. A file without rows is no error. Reads the file up to four
/// times, in pieces; memory does not depend on its size. Errors, in order of precedence: empty_file, too_large,
/// unknown_format, not_supported, then those of the format; rows may have been given before one is found.
result<parsed_statement, import_refusal> read_statement(const byte_source& bytes,
                                                        const import_options& options,
                                                        const format_hints& hints,
                                                        const row_taker& take);

/// The same for a file in memory, with its rows.
result<parsed_statement, import_refusal> parse_statement(std::string_view bytes,
                                                         const import_options& options,
                                                         const format_hints& hints = {});

}  // namespace smartfin
