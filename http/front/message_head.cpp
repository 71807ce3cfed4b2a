#include "http/front/message_head.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace smartfin::http {
namespace {

using verdict = std::optional<refusal>;

refusal malformed(std::string_view detail) { return {400, detail, refusal_reason::malformed}; }

/// RFC 9110, 5.6.2.
constexpr std::array<bool, 256> token_table = [] {
  std::array<bool, 256> table{};
  for (unsigned c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = table[c - 32] = true;
  for (const char c : std::string_view{"!#$%&'*+-.^_`|~"}) table[static_cast<unsigned>(c)] = true;
  return table;
}();

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return token_table[static_cast<unsigned char>(c)];
  });
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

/// A fragment never reaches a server, and what is not ASCII must come escaped.
bool is_target_character(char c) { return c > ' ' && c < 0x7f && c != '#'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool has_member(std::string_view list, std::string_view member) {
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    if (equals_ignoring_case(trimmed(list.substr(0, end)), member)) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

/// The fields that decide where a request ends, gathered over all of them.
struct framing {
  bool has_length = false;
  bool has_host = false;
  bool has_coding = false;
  bool close = false;
  bool keep_alive = false;
};

class head_reader {
public:
  head_reader(std::string_view text, const front_options& limits, message_head& head)
      : text_(text), limits_(limits), head_(head) {}

  verdict read() {
    auto fields = std::move(head_.fields);
    fields.clear();
    head_ = message_head{};
    head_.fields = std::move(fields);
    auto line_end = text_.find("\r\n");
    if (auto no = request_line(text_.substr(0, line_end))) return no;
    for (auto at = line_end + 2; at < text_.size(); at = line_end + 2) {
      line_end = text_.find("\r\n", at);
      if (line_end == at || line_end == std::string_view::npos) break;
      if (auto no = field_line(at, line_end)) return no;
    }
    return settle();
  }

private:
  slice place(std::string_view part) const {
    return {static_cast<std::size_t>(part.data() - text_.data()), part.size()};
  }

  verdict request_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
      return malformed("malformed request line");
    const auto method = line.substr(0, first);
    if (!is_token(method)) return malformed("malformed method");
    head_.method = place(method);
    if (auto no = version(line.substr(last + 1))) return no;
    if (auto no = target(line.substr(first + 1, last - first - 1), method)) return no;
    static constexpr std::array<std::string_view, 7> served{"GET",   "HEAD",   "POST",   "PUT",
                                                            "PATCH", "DELETE", "OPTIONS"};
    if (std::find(served.begin(), served.end(), method) == served.end())
      return refusal{501, "method not implemented", refusal_reason::unsupported};
    return std::nullopt;
  }

  verdict version(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 8 || !text.starts_with("HTTP/") || !digit(text[5]) || text[6] != '.' ||
        !digit(text[7]))
      return malformed("malformed protocol version");
    if (text[5] != '1')
      return refusal{505, "only HTTP/1 is spoken here", refusal_reason::unsupported};
    head_.http_1_0 = text[7] == '0';
    return std::nullopt;
  }

  verdict target(std::string_view text, std::string_view method) {
    if (text.size() > limits_.target_bytes_max)
      return refusal{414, "the target is too long", refusal_reason::target_too_long};
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_target_character))
      return malformed("malformed target");
    head_.target = place(text);
    auto origin = text;
    if (text != "*" && text.front() != '/') {
      const auto scheme = text.find("://");
      if (method == "CONNECT") return std::nullopt;  // refused by its method
      if (scheme == std::string_view::npos) return malformed("malformed target");
      const auto name = text.substr(0, scheme);
      if (!equals_ignoring_case(name, "http") && !equals_ignoring_case(name, "https"))
        return malformed("malformed target");
      const auto slash = text.find_first_of("/?", scheme + 3);
      if (slash == std::string_view::npos || text[slash] != '/')
        return malformed("a target without a path");
      origin = text.substr(slash);
    } else if (text == "*" && method != "OPTIONS") {
      return malformed("malformed target");
    }
    const auto question = std::min(origin.find('?'), origin.size());
    head_.path = place(origin.substr(0, question));
    if (question < origin.size()) head_.query = place(origin.substr(question + 1));
    return std::nullopt;
  }

  verdict field_line(std::size_t at, std::size_t end) {
    if (head_.fields.size() >= limits_.header_count_max)
      return refusal{431, "too many header fields", refusal_reason::header_too_large};
    const auto line = text_.substr(at, end - at);
    if (line.front() == ' ' || line.front() == '\t') return malformed("folded header line");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
      return malformed("malformed header name");
    const auto value = trimmed(line.substr(colon + 1));
    if (std::any_of(value.begin(), value.end(), is_control))
      return malformed("control character in a header");
    head_.fields.push_back({place(line.substr(0, colon)), place(value)});
    return weigh(line.substr(0, colon), value);
  }

  verdict weigh(std::string_view name, std::string_view value) {
    switch (name.size()) {
      case 4:
        if (equals_ignoring_case(name, "host")) {
          if (std::exchange(seen_.has_host, true)) return malformed("more than one Host");
        }
        return std::nullopt;
      case 6:
        return equals_ignoring_case(name, "expect") ? expect(value) : std::nullopt;
      case 10:
        if (equals_ignoring_case(name, "connection")) {
          seen_.close = seen_.close || has_member(value, "close");
          seen_.keep_alive = seen_.keep_alive || has_member(value, "keep-alive");
        }
        return std::nullopt;
      case 14:
        return equals_ignoring_case(name, "content-length") ? length(value) : std::nullopt;
      case 17:
        return equals_ignoring_case(name, "transfer-encoding") ? coding(value) : std::nullopt;
      default:
        return std::nullopt;
    }
  }

  verdict expect(std::string_view value) {
    if (!equals_ignoring_case(value, "100-continue"))
      return refusal{417, "unknown expectation", refusal_reason::unsupported};
    head_.expects_continue = true;
    return std::nullopt;
  }

  verdict length(std::string_view value) {
    if (std::exchange(seen_.has_length, true)) return malformed("more than one Content-Length");
    if (value.empty() || value.size() > 18) return malformed("malformed Content-Length");
    for (const char c : value) {
      if (c < '0' || c > '9') return malformed("malformed Content-Length");
      head_.content_length = head_.content_length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return std::nullopt;
  }

  verdict coding(std::string_view value) {
    if (std::exchange(seen_.has_coding, true)) return malformed("more than one Transfer-Encoding");
    if (!equals_ignoring_case(value, "chunked"))
      return refusal{501, "transfer coding not implemented", refusal_reason::unsupported};
    head_.chunked = true;
    return std::nullopt;
  }

  verdict settle() {
    if (seen_.has_coding && seen_.has_length)
      return malformed("Content-Length together with Transfer-Encoding");
    if (seen_.has_coding && head_.http_1_0) return malformed("Transfer-Encoding in HTTP/1.0");
    if (!seen_.has_host && !head_.http_1_0) return malformed("no Host");
    head_.keep_alive = !seen_.close && (!head_.http_1_0 || seen_.keep_alive);
    if (head_.http_1_0) head_.expects_continue = false;
    return std::nullopt;
  }

  std::string_view text_;
  const front_options& limits_;
  message_head& head_;
  framing seen_;
};

}  // namespace

std::optional<refusal> parse_head(std::string_view text, const front_options& limits,
                                  message_head& head) {
  return head_reader{text, limits, head}.read();
}

std::optional<std::size_t> head_scanner::find_end(std::string_view text) {
  for (;;) {
    const auto feed = text.find('\n', scanned_);
    if (feed == std::string_view::npos) {
      scanned_ = text.size();
      return std::nullopt;
    }
    scanned_ = feed + 1;
    if (feed == 0 || text[feed - 1] != '\r') {
      bare_line_feed_ = true;
      return std::nullopt;
    }
    if (feed - line_start_ == 1) return feed + 1;
    line_start_ = feed + 1;
  }
}

}  // namespace smartfin::http
