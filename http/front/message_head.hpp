#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "http/front/front_options.hpp"

namespace smartfin::http {

/// Why the front refuses a request. The connection is closed after it.
struct refusal {
  int status;
  std::string_view detail;  ///< a literal
  refusal_reason reason;
};

/// A piece of a buffer that may move while the rest of the request arrives.
struct slice {
  std::size_t at = 0;
  std::size_t size = 0;

  std::string_view of(std::string_view text) const { return text.substr(at, size); }
};

/// The request line and fields of one request, and what they say about its body and connection.
struct message_head {
  struct field {
    slice name;
    slice value;
  };

  slice method, target, path, query;
  std::vector<field> fields;
  std::uint64_t content_length = 0;  ///< 0 when absent
  bool chunked = false;
  bool keep_alive = true;
  bool http_1_0 = false;
  bool expects_continue = false;
};

/// Reads a head: `text` ends with its empty line. Strict after RFC 9112: CRLF only, no folded
/// lines, no control characters, no blank before a colon, one Host, one Content-Length of digits,
/// never together with Transfer-Encoding, whose one supported value is "chunked". `head` is reused,
/// its memory kept.
std::optional<refusal> parse_head(std::string_view text, const front_options& limits,
                                  message_head& head);

/// Looks for the end of a head in what has arrived so far, each byte once.
class head_scanner {
public:
  /// The size of the head with its empty line; nothing while it is incomplete.
  std::optional<std::size_t> find_end(std::string_view text);

  /// A line ended without a carriage return: no head will come of this.
  bool bare_line_feed() const { return bare_line_feed_; }
  /// The request line has ended.
  bool has_line() const { return line_start_ > 0; }
  void reset() { *this = {}; }

private:
  std::size_t scanned_ = 0;
  std::size_t line_start_ = 0;
  bool bare_line_feed_ = false;
};

}  // namespace smartfin::http
