#include "domain/score/ledger_facts.hpp"

#include <algorithm>
#include <cstdlib>

namespace smartfin {
namespace {

constexpr std::size_t transfers_min = 3;
constexpr int tolerance_days = 3;
constexpr int tolerance_share = 5;  // a fifth

}  // namespace

bool is_regular_saving(std::span<const civil_date> days) {
  if (days.size() < transfers_min) return false;
  std::vector<int> gaps;
  for (std::size_t i = 1; i < days.size(); ++i) gaps.push_back(days[i].days() - days[i - 1].days());
  auto sorted = gaps;
  std::sort(sorted.begin(), sorted.end());
  const int median = sorted[sorted.size() / 2];
  const int tolerance = std::max(tolerance_days, median / tolerance_share);
  return median > 0 && std::all_of(gaps.begin(), gaps.end(),
                                   [&](int gap) { return std::abs(gap - median) <= tolerance; });
}

}  // namespace smartfin
