#pragma once

#include <string_view>

#include "domain/imports/statement.hpp"

namespace smartfin {

/// What others say about a file; used only where the content leaves a doubt.
struct format_hints {
  std::string_view content_type;  // "text/csv; charset=utf-8"
  std::string_view file_name;     // "export.csv"
};

/// Tells a file's format by the start of its text, `csv_head_bytes` of it. A table counts as CSV when it has a date
/// and an amount column, or when it is text that a hint calls CSV. Pictures, archives, JSON, HTML and prose are
/// `unknown`.
statement_format detect_text_format(std::string_view text, const format_hints& hints = {});

}  // namespace smartfin
