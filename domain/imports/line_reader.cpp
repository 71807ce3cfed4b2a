#include "domain/imports/line_reader.hpp"

#include <utility>

namespace smartfin {

line_reader::line_reader(std::size_t line_bytes_max, line_sink sink)
    : line_bytes_max_(line_bytes_max), sink_(std::move(sink)) {}

void line_reader::feed(std::string_view piece) {
  while (!piece.empty()) {
    const char c = piece.front();
    if (c == '\r') {
      ++returns_;
      piece.remove_prefix(1);
      continue;
    }
    if (returns_ > 0) {
      settle_returns(c == '\n');
      if (c == '\n') piece.remove_prefix(1);
      continue;
    }
    if (c == '\n') {
      end_line();
      piece.remove_prefix(1);
      continue;
    }
    const auto stop = piece.find_first_of("\r\n");
    take(piece.substr(0, stop));
    piece.remove_prefix(stop == piece.npos ? piece.size() : stop);
  }
  kept_ += direct_;
  direct_ = {};
}

void line_reader::finish() {
  if (returns_ > 0) settle_returns(false);
  if (!kept_.empty() || !direct_.empty()) end_line();
}

void line_reader::take(std::string_view text) {
  const auto room = line_bytes_max_ - kept_.size() - direct_.size();
  if (text.size() > room) {
    too_long_ = true;
    text = text.substr(0, room);
  }
  if (kept_.empty() && direct_.empty())
    direct_ = text;
  else
    kept_ += text;
}

void line_reader::end_line() {
  sink_({number_++, kept_.empty() ? direct_ : std::string_view{kept_}, too_long_});
  kept_.clear();
  direct_ = {};
  too_long_ = false;
}

/// CR LF and CR CR LF are one line end, any other carriage return is one by itself.
void line_reader::settle_returns(bool line_feed) {
  auto ends = returns_;
  if (line_feed && returns_ >= 2) --ends;
  returns_ = 0;
  for (; ends > 0; --ends) end_line();
}

}  // namespace smartfin
