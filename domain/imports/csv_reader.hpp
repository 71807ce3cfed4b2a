#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/line_reader.hpp"

namespace smartfin {

enum class csv_fault : std::uint8_t {
  none = 0,
  line_too_long = 1,
  open_quote = 2,
  too_many_fields = 3
};

/// One record; everything in it lives until the sink returns. A record with a fault has no fields.
struct csv_record {
  std::size_t line = 0;  // 1-based, of its first line
  std::span<const std::string_view> fields;
  csv_fault fault = csv_fault::none;
};

struct csv_reader_options {
  char delimiter = ',';
  std::size_t line_bytes_max = 64 * 1024;
  std::size_t fields_max = 256;
  /// A quoted field may hold line breaks, but a quote that is still open after so many lines was a
  /// slip: its first line becomes a fault and the lines after it are read afresh. Bounds the work
  /// for hostile files too.
  std::size_t record_lines_max = 32;
};

/// Reads delimited text (RFC 4180, and what banks make of it) that arrives in pieces of any size. A
/// quote inside an unquoted field is an ordinary character, text after a closing quote is kept,
/// blank lines are no records. Memory: one record.
class csv_reader {
public:
  using record_sink = std::function<void(const csv_record&)>;

  csv_reader(csv_reader_options options, record_sink sink);
  csv_reader(const csv_reader&) = delete;
  csv_reader& operator=(const csv_reader&) = delete;

  void feed(std::string_view piece) { lines_.feed(piece); }
  void finish();

private:
  struct kept_line {
    std::size_t number;
    std::string text;
  };
  void on_line(const text_line& line);
  void on_text(std::size_t number, std::string_view text);
  bool split(std::string_view text);
  void emit(std::size_t line, csv_fault fault);
  void give_up_quote();

  csv_reader_options options_;
  record_sink sink_;
  line_reader lines_;
  std::vector<kept_line> pending_;  // the lines of a record whose quote is still open
  std::string open_text_;           // the same lines, joined
  std::string unquoted_;            // storage of fields whose quotes had to be taken off
  std::vector<std::string_view> fields_;
};

/// A plain sentence for the reader of the import's report.
std::string_view csv_fault_reason(csv_fault fault);

}  // namespace smartfin
