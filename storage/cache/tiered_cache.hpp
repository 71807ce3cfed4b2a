#pragma once

#include <memory>

#include "storage/cache/cache.hpp"

namespace smartfin {

/// A near tier before a far one: what only the far one knows is kept near from then on, for `near_lifetime` at most.
std::unique_ptr<cache> make_tiered_cache(std::unique_ptr<cache> near, std::unique_ptr<cache> far,
                                         std::chrono::seconds near_lifetime);

}  // namespace smartfin
