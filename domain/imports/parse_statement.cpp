#include "domain/imports/parse_statement.hpp"

#include <string>
#include <utility>

#include "domain/imports/csv_layout.hpp"
#include "domain/imports/csv_statement.hpp"
#include "domain/imports/encoding.hpp"
#include "domain/imports/ofx_statement.hpp"

namespace smartfin {
namespace {

failure<import_refusal> refuse(import_errc code, std::string message) {
  return {import_refusal{code, std::move(message)}};
}

bool is_blank(const byte_source& bytes, text_encoding encoding) {
  text_pieces pieces{bytes, encoding};
  for (auto piece = pieces.next(); !piece.empty(); piece = pieces.next())
    if (piece.find_first_not_of(" \t\r\n") != std::string_view::npos) return false;
  return true;
}

result<parsed_statement, import_refusal> read_text(const statement_text& text,
                                                   const import_options& options,
                                                   const format_hints& hints,
                                                   const row_taker& take) {
  const auto head = head_of_text(text.bytes, text.encoding, csv_head_bytes);
  const auto format = detect_text_format(head, hints);
  switch (format) {
    case statement_format::csv:
      return read_csv_statement(text, options, take);
    case statement_format::ofx1:
    case statement_format::ofx2:
      return read_ofx_statement(text, format, options, take);
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

result<parsed_statement, import_refusal> read_statement(const byte_source& bytes,
                                                        const import_options& options,
                                                        const format_hints& hints,
                                                        const row_taker& take) {
  if (bytes.size() == 0) return refuse(import_errc::empty_file, "The file is empty.");
  if (bytes.size() > options.limits.file_bytes_max)
    return refuse(
        import_errc::too_large,
        "The file is larger than " + std::to_string(options.limits.file_bytes_max) + " bytes.");
  const statement_text text{bytes, detect_encoding(bytes)};
  if (is_blank(bytes, text.encoding)) return refuse(import_errc::empty_file, "The file is empty.");
  auto parsed = read_text(text, options, hints, take);
  if (!parsed) return parsed;
  auto& dialect = (*parsed).dialect;
  dialect.insert(dialect.begin(), {"encoding", std::string{encoding_name(text.encoding)}});
  dialect.insert(dialect.begin(), {"format", std::string{statement_format_name(parsed->format)}});
  return parsed;
}

result<parsed_statement, import_refusal> parse_statement(std::string_view bytes,
                                                         const import_options& options,
                                                         const format_hints& hints) {
  std::vector<statement_row> rows;
  auto parsed = read_statement(
      memory_bytes{bytes}, options, hints,
      [&](statement_row row, const statement_account&) { rows.push_back(std::move(row)); });
  if (parsed) (*parsed).rows = std::move(rows);
  return parsed;
}

}  // namespace smartfin
