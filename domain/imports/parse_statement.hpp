#pragma once

#include <string_view>

#include "domain/imports/format.hpp"
#include "domain/imports/statement.hpp"
#include "domain/result.hpp"

namespace smartfin {

/// Reads a bank's file: detects encoding and format, cleans the texts, names every row it can't
/// read. A file without rows is no error. `rows` are in file order. Errors, in order of precedence:
/// empty_file, too_large, unknown_format, not_supported, then those of the format.
result<parsed_statement, import_refusal> parse_statement(std::string_view bytes,
                                                         const import_options& options,
                                                         const format_hints& hints = {});

}  // namespace smartfin
