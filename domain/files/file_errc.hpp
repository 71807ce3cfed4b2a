#pragma once

#include <cstdint>

namespace smartfin {

/// Why FILE refuses. Append only.
enum class file_errc : std::uint8_t {
  none = 0,
  file_not_found = 1,
  type_not_accepted = 2,  // by its content, or not what it was said to be
  quota_exceeded = 3,
  stale_version = 4,
  upload_lost = 5,      // its content was given up in between; to be written again
  content_damaged = 6,  // what is stored is not what was uploaded
};

}  // namespace smartfin
