#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace smartfin {

/// One line of a file without its line end. The text lives until the next line.
struct text_line {
  std::size_t number = 0;  // 1-based
  std::string_view text;
  bool too_long = false;  // the text is cut at the limit
};

/// Cuts a text that arrives in pieces of any size into lines. LF, CR LF, CR and CR CR LF each end
/// one line. Memory: at most one line up to the limit; lines inside one piece are not copied.
class line_reader {
public:
  using line_sink = std::function<void(const text_line&)>;

  line_reader(std::size_t line_bytes_max, line_sink sink);

  void feed(std::string_view piece);
  /// Gives the last line when no line end follows it.
  void finish();

private:
  void take(std::string_view text);
  void end_line();
  void settle_returns(bool line_feed);

  std::size_t line_bytes_max_;
  line_sink sink_;
  std::string kept_;         // the start of a line that began in an earlier piece
  std::string_view direct_;  // the same, while it is wholly inside the current piece
  std::size_t number_ = 1;
  std::size_t returns_ = 0;  // carriage returns not yet known to be a line end each
  bool too_long_ = false;
};

}  // namespace smartfin
