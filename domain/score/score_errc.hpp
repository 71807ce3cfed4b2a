#pragma once

#include <cstdint>

namespace smartfin {

/// Why PREDICTION refuses. Append only.
enum class score_errc : std::uint8_t {
  none = 0,
  not_enough_data = 1,  // fewer than three indicators are known
};

}  // namespace smartfin
