#pragma once

#include <cstdint>

namespace smartfin {

/// Why PREDICTION refuses. Append only.
enum class score_errc : std::uint8_t {
  none = 0,
  too_little_known = 1,  // neither the models' required inputs nor three indicators of the rules
  bad_change = 2,        // a what-if that cannot be applied
};

}  // namespace smartfin
