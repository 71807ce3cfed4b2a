#pragma once

#include <chrono>
#include <cstddef>

namespace smartfin {

/// The same on every node of a deployment.
struct credential_rules {
  std::chrono::seconds lifetime{60};       // of those that are made; they are used for 3/4 of it
  std::chrono::seconds lifetime_max{300};  // of those that are believed
  std::chrono::seconds skew{30};           // that two nodes' clocks may be apart
};

/// How much a check remembers; beyond it forgets what is oldest.
struct credential_memory {
  std::size_t verdicts_max = 4096;
  std::size_t certificates_max = 512;
};

}  // namespace smartfin
