#include "domain/imports/parse_statement.hpp"

#include <string>

#include "domain/imports/csv_statement.hpp"
#include "domain/imports/encoding.hpp"
#include "domain/imports/ofx_statement.hpp"

namespace smartfin {
namespace {

failure<import_refusal> refuse(import_errc code, std::string message) {
  return {import_refusal{code, std::move(message)}};
}

result<parsed_statement, import_refusal> parse_text(std::string_view text,
                                                    const import_options& options,
                                                    const format_hints& hints) {
  const auto format = detect_text_format(text, hints);
  switch (format) {
    case statement_format::csv:
      return parse_csv_statement(text, options);
    case statement_format::ofx1:
    case statement_format::ofx2:
      return parse_ofx_statement(text, format, options);
    case statement_format::qif:
      return refuse(import_errc::not_supported,
                    "QIF files are not read; please export CSV, OFX or QFX from your bank.");
    case statement_format::unknown:
      break;
  }
  return refuse(
      import_errc::unknown_format,
      "This is no bank file we know: neither CSV with a date and an amount, nor OFX or QFX.");
}

}  // namespace

result<parsed_statement, import_refusal> parse_statement(std::string_view bytes,
                                                         const import_options& options,
                                                         const format_hints& hints) {
  if (bytes.empty()) return refuse(import_errc::empty_file, "The file is empty.");
  if (bytes.size() > options.limits.file_bytes_max)
    return refuse(
        import_errc::too_large,
        "The file is larger than " + std::to_string(options.limits.file_bytes_max) + " bytes.");
  const decoded_text decoded{bytes};
  if (decoded.view().find_first_not_of(" \t\r\n") == std::string_view::npos)
    return refuse(import_errc::empty_file, "The file is empty.");
  auto parsed = parse_text(decoded.view(), options, hints);
  if (!parsed) return parsed;
  auto& dialect = (*parsed).dialect;
  dialect.insert(dialect.begin(), {"encoding", std::string{encoding_name(decoded.encoding())}});
  dialect.insert(dialect.begin(), {"format", std::string{statement_format_name(parsed->format)}});
  return parsed;
}

}  // namespace smartfin
