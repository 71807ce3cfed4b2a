#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/front/message_head.hpp"

namespace smartfin::http {

/// Takes a chunked body apart as it arrives (RFC 9112, 7.1). Extensions and trailers are bounded
/// and dropped.
class chunk_decoder {
public:
  struct progress {
    std::size_t consumed = 0;  ///< bytes of `input` that need not be offered again
    bool done = false;         ///< the body and its trailers are complete
    std::optional<refusal> refused;
  };

  /// Appends the data found in `input` to `body`, which never grows past `body_max`; 413 or 400
  /// otherwise.
  progress feed(std::string_view input, std::string& body, std::size_t body_max);

  void reset() { *this = {}; }

private:
  enum class part : std::uint8_t { size_line, data, data_end, trailers };

  std::optional<refusal> size_line(std::string_view line);

  part part_ = part::size_line;
  std::uint64_t left_ = 0;
  std::size_t trailer_bytes_ = 0;
};

}  // namespace smartfin::http
