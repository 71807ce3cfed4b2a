#pragma once

#include <random>

#include "messages/json_shape.hpp"

namespace smartfin::testing {

/// Gives every part of a described value a value of its own: texts that need escaping, numbers up to their limits, some
/// optionals left out.
void fill(const json::shape& type, void* value, std::minstd_rand& random);

}  // namespace smartfin::testing
