#pragma once

#include <cstdint>

namespace smartfin {

/// Why ANALYTICS refuses. Values are stored in answers: append only.
enum class analytics_errc : std::uint8_t {
  none = 0,
  being_read_again = 1,  // the book's figures are not whole at the moment and will be by themselves
};

}  // namespace smartfin
