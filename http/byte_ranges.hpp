#pragma once

#include <cstdint>
#include <string_view>

namespace smartfin::http {

/// What a Range header asks of a content (RFC 9110, 14.2).
struct asked_range {
  enum class form : std::uint8_t {
    whole,          // no range, several, or none we read: the whole content is a right answer
    part,           // `offset` and `size`, within the content
    unsatisfiable,  // none of the content
  };
  form what = form::whole;
  std::int64_t offset = 0;
  std::int64_t size = 0;
};

asked_range parse_range(std::string_view header, std::int64_t content_size);

}  // namespace smartfin::http
