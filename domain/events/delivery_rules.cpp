#include "domain/events/delivery_rules.hpp"

#include <algorithm>

namespace smartfin {

std::chrono::milliseconds delay_after(int attempt, double random, const delivery_rules& rules) {
  auto delay = rules.delay_min;
  for (int i = 1; i < attempt && delay < rules.delay_max; ++i) delay *= 2;
  delay = std::min(delay, rules.delay_max);
  return std::chrono::milliseconds{
      static_cast<std::int64_t>(static_cast<double>(delay.count()) * (1 - random / 2))};
}

}  // namespace smartfin
