#pragma once

#include <compare>
#include <cstdint>

namespace smartfin {

/// Which holder of a single thing speaks: each holder of a job has a greater one than every holder before it. 0 is
/// before all of them.
struct fencing_token {
  std::int64_t value = 0;
  auto operator<=>(const fencing_token&) const = default;
};

/// Whether a store that has seen `last` takes a write of `offered`. Two holders may believe for a moment that they
/// hold; this is what keeps the older one from acting. The store keeps the greatest token that it took, in the
/// transaction of the write.
constexpr bool is_accepted(fencing_token offered, fencing_token last) {
  return offered.value > 0 && offered >= last;
}

}  // namespace smartfin
