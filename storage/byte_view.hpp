#pragma once

#include <span>

namespace smartfin {

using byte_view = std::span<const unsigned char>;

}  // namespace smartfin
