#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/byte_source.hpp"

namespace smartfin::http {

struct header_field {
  std::string_view name;
  std::string_view value;
};

struct decoded_parameter {
  std::string name;
  std::string value;
};

/// One whole, well-formed request. Every view points into the connection's memory and is valid
/// until the handler returns: copy what must live longer.
struct request {
  std::string_view method;        ///< GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS
  std::string_view target;        ///< as sent
  std::string_view path;          ///< still percent-encoded; starts with '/', or is "*"
  std::string_view query_string;  ///< still percent-encoded, without the '?'
  std::vector<header_field>
      headers;            ///< in order of arrival; values without the blanks around them
  std::string_view body;  ///< decoded from chunks where it came in chunks
  std::shared_ptr<const byte_source> file;  ///< in place of `body`, where that went to the disk
  std::string_view remote_address;          ///< numeric, without the port
  std::chrono::steady_clock::time_point received_at;  ///< when its first byte was read

  std::uint64_t body_bytes() const { return file ? file->size() : body.size(); }

  /// The first field of that name, in any case; empty when absent.
  std::string_view header(std::string_view name) const;

  /// The first parameter of that name, decoded; nothing when absent. A "flag" without '=' is empty.
  std::optional<std::string> query(std::string_view name) const;

  /// Every parameter, decoded, in order; a malformed escape stays as it was sent.
  std::vector<decoded_parameter> query_parameters() const;
};

/// Makes the next piece of a body that is sent while it is made; empty at its end. Called on a worker, each time the
/// reader has taken the piece before, so that a slow reader holds neither a thread nor more than a piece; may block up
/// to its own deadline. An exception breaks the connection off, which tells the client that the body is not whole.
/// Owns what it needs: the request is gone by then.
using body_source = std::function<std::string()>;

/// What a handler fills in. The front adds Date, Content-Length, Connection and, where it
/// compresses, Content-Encoding and Vary; fields of framing that a handler sets are dropped, and so
/// are fields that could not be sent as they are (a line break in a value).
struct response {
  int status = 200;
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  body_source source = {};  ///< in place of `body`; sent in chunks, never compressed
};

/// Called on one of the front's workers, by several of them at once. May block up to its own
/// deadline. An exception becomes a bare 500.
using handler = std::function<void(const request&, response&)>;

/// Replaces %XX and, if asked, '+'. Nothing when an escape is malformed.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank = false);

/// Compares ASCII letters without their case.
bool equals_ignoring_case(std::string_view left, std::string_view right);

}  // namespace smartfin::http
