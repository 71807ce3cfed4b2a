#pragma once

#include <cstdint>

namespace smartfin {

/// Why NOTIFICATION refuses. Append only.
enum class notification_errc : std::uint8_t {
  none = 0,
  notification_not_found = 1,
};

}  // namespace smartfin
