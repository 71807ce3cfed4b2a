#include "learning/what_if_score.hpp"

#include "learning/explain_score.hpp"

namespace smartfin {

result<score_change, what_if_errc> what_if(const household_figures& now,
                                           const what_if_changes& changes,
                                           const score_models* models) {
  const auto changed = apply(now, changes);
  if (!changed) return failure{changed.error()};
  const auto context = context_of_comparison(now);
  auto before = explain(inputs_of(now), models, context);
  auto after = explain(inputs_of(*changed), models, context);
  if (!before || !after) return failure{what_if_errc::too_little_known};
  return compare(std::move(*before), std::move(*after));
}

}  // namespace smartfin
