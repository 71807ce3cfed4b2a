#include "domain/imports/csv_statement.hpp"

#include <string>
#include <utility>

#include "domain/imports/csv_layout.hpp"
#include "domain/imports/csv_reader.hpp"
#include "domain/imports/csv_rows.hpp"
#include "domain/imports/statement_sink.hpp"

namespace smartfin {
namespace {

csv_reader_options reader_options(const csv_layout& layout, const import_limits& limits) {
  return {.delimiter = layout.delimiter, .line_bytes_max = limits.line_bytes_max};
}

csv_dialect profile(const statement_text& text, const csv_layout& layout,
                    const import_options& options) {
  csv_profile found{layout};
  csv_reader reader{reader_options(layout, options.limits),
                    [&](const csv_record& record) { found.add(record); }};
  auto pieces = text.pieces();
  for (auto piece = pieces.next(); !piece.empty(); piece = pieces.next()) reader.feed(piece);
  reader.finish();
  return found.decide(options);
}

void describe(const csv_layout& layout, const csv_dialect& dialect, statement_sink& sink) {
  sink.note("delimiter", std::string{delimiter_name(layout.delimiter)});
  sink.note("header", layout.header_line == 0 ? "none, columns told by their content"
                                              : "line " + std::to_string(layout.header_line));
  sink.note("dates", std::string{date_order_name(dialect.order)} +
                         (dialect.dates_ambiguous ? ", assumed: every date fits two orders" : ""));
  sink.note("decimals", dialect.mark == decimal_mark::comma ? "comma" : "point");
  if (dialect.uses_direction) sink.note("signs", "from the debit or credit column");
}

/// Sends one record's outcome to the sink; true when it was a footer line.
bool deliver(row_outcome outcome, statement_sink& sink) {
  if (auto* row = std::get_if<statement_row>(&outcome))
    sink.accept(std::move(*row));
  else if (auto* rejected = std::get_if<rejected_row>(&outcome))
    sink.reject(std::move(*rejected));
  else
    return std::get<left_out>(outcome).is_footer;
  return false;
}

}  // namespace

result<parsed_statement, import_refusal> read_csv_statement(const statement_text& text,
                                                            const import_options& options,
                                                            const row_taker& take) {
  const auto layout =
      find_csv_layout(head_of_text(text.bytes, text.encoding, csv_head_bytes), options.limits);
  if (!layout)
    return failure{import_refusal{import_errc::no_columns,
                                  "The file has no columns for the date and the amount."}};
  const auto dialect = profile(text, *layout, options);

  parsed_statement statement;
  statement.format = statement_format::csv;
  statement.source = "csv " + layout->header;
  statement.dates_ambiguous = dialect.dates_ambiguous;
  statement.accounts.emplace_back().unit = layout->unit;
  statement_sink sink{statement, options.limits, take};
  describe(*layout, dialect, sink);

  const csv_row_maker maker{*layout, dialect, options};
  std::size_t footers = 0;
  csv_reader reader{reader_options(*layout, options.limits), [&](const csv_record& record) {
                      if (!sink.is_full() && deliver(maker.make(record), sink)) ++footers;
                    }};
  auto pieces = text.pieces();
  for (auto piece = pieces.next(); !piece.empty() && !sink.is_full(); piece = pieces.next())
    reader.feed(piece);
  reader.finish();
  if (sink.is_full()) return failure{sink.refusal()};
  if (footers > 0) sink.note("left out", std::to_string(footers) + " lines of totals or balances");
  return statement;
}

}  // namespace smartfin
