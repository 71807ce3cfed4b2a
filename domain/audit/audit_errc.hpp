#pragma once

#include <cstdint>

namespace smartfin {

/// Why AUDIT refuses. Append only.
enum class audit_errc : std::uint8_t {
  none = 0,
  entry_not_found = 1,
};

}  // namespace smartfin
