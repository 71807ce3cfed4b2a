#include "http/front/chunk_decoder.hpp"

namespace smartfin::http {
namespace {

constexpr std::size_t size_line_max = 256;
constexpr std::size_t trailer_bytes_max = 4096;

refusal malformed(std::string_view detail) { return {400, detail, refusal_reason::malformed}; }

struct line_found {
  std::string_view text{};
  bool complete = false;
  std::optional<refusal> refused{};
};

/// The next line of `input`, without its CRLF.
line_found next_line(std::string_view input, std::size_t line_max) {
  const auto feed = input.substr(0, line_max + 2).find('\n');
  if (feed == std::string_view::npos) {
    if (input.size() > line_max + 1) return {.refused = malformed("a chunk line is too long")};
    return {};
  }
  if (feed == 0 || input[feed - 1] != '\r') return {.refused = malformed("a bare line feed")};
  return {.text = input.substr(0, feed - 1), .complete = true};
}

}  // namespace

std::optional<refusal> chunk_decoder::size_line(std::string_view line) {
  std::size_t digits = 0;
  left_ = 0;
  for (; digits < line.size(); ++digits) {
    const char c = line[digits];
    const int lower = c | 0x20;
    const int value = c >= '0' && c <= '9'           ? c - '0'
                      : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                     : -1;
    if (value < 0) break;
    if (digits == 15) return malformed("a chunk size is too large");
    left_ = left_ * 16 + static_cast<std::uint64_t>(value);
  }
  const auto rest = line.substr(digits);
  if (digits == 0 || (!rest.empty() && rest.find_first_not_of(" \t") != rest.find(';')))
    return malformed("malformed chunk size");
  return std::nullopt;
}

chunk_decoder::progress chunk_decoder::feed(std::string_view input, std::string& body,
                                            std::size_t body_max) {
  progress made;
  const auto rest = [&] { return input.substr(made.consumed); };
  for (;;) {
    if (part_ == part::data) {
      const auto data = rest().substr(0, static_cast<std::size_t>(left_));
      body.append(data);
      made.consumed += data.size();
      left_ -= data.size();
      if (left_ > 0) return made;
      part_ = part::data_end;
    }
    const auto line = next_line(rest(), size_line_max);
    made.refused = line.refused;
    if (!line.complete) return made;
    made.consumed += line.text.size() + 2;
    if (part_ == part::data_end) {
      if (!line.text.empty()) made.refused = malformed("a chunk is longer than its size");
      part_ = part::size_line;
    } else if (part_ == part::size_line) {
      made.refused = size_line(line.text);
      if (!made.refused && left_ > body_max - body.size())
        made.refused = refusal{413, "the body is too large", refusal_reason::body_too_large};
      part_ = left_ == 0 ? part::trailers : part::data;
    } else if (line.text.empty()) {
      made.done = true;
    } else if ((trailer_bytes_ += line.text.size()) > trailer_bytes_max) {
      made.refused = refusal{431, "the trailers are too large", refusal_reason::header_too_large};
    }
    if (made.done || made.refused) return made;
  }
}

}  // namespace smartfin::http
