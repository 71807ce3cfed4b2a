#include "domain/score/promotion_gate.hpp"

#include <cstdio>
#include <string_view>
#include <utility>

namespace smartfin {
namespace {

/// Collects what failed; written so that NaN never passes.
class gate_list {
public:
  void at_least(std::string_view what, double value, double floor) {
    if (!(value >= floor)) add(what, value, "at least", floor);
  }
  void at_most(std::string_view what, double value, double ceiling) {
    if (!(value <= ceiling)) add(what, value, "at most", ceiling);
  }
  void holds(std::string_view what, bool truth) {
    if (!truth) failed_.emplace_back(what);
  }
  std::vector<std::string> take() { return std::move(failed_); }

private:
  void add(std::string_view what, double value, std::string_view side, double bound) {
    char numbers[96];
    std::snprintf(numbers, sizeof numbers, " is %.4g, must be %.*s %.4g", value,
                  static_cast<int>(side.size()), side.data(), bound);
    failed_.push_back(std::string(what) + numbers);
  }
  std::vector<std::string> failed_;
};

}  // namespace

std::vector<std::string> failed_gates(const gate_figures& f, const gate_floors& floors) {
  gate_list gates;
  gates.at_least("well-being R2", f.wellbeing_r2, floors.wellbeing_r2);
  gates.at_least("well-being R2 with a third missing", f.wellbeing_r2_third_missing,
                 floors.wellbeing_r2_third_missing);
  gates.at_least("well-being R2 above the rules'", f.wellbeing_r2 - f.rules_r2,
                 floors.above_rules_r2);
  gates.at_least("stress AUC", f.stress_auc, floors.stress_auc);
  gates.at_least("stress AUC above the rules'", f.stress_auc - f.rules_stress_auc,
                 floors.above_rules_auc);
  gates.at_most("stress Brier score", f.stress_brier, floors.stress_brier_max);
  gates.at_most("stress calibration error", f.stress_ece, floors.stress_ece_max);
  gates.at_least("stress calibration slope", f.stress_slope, floors.slope_min);
  gates.at_most("stress calibration slope", f.stress_slope, floors.slope_max);
  gates.at_least("score AUC", f.score_auc, floors.score_auc);
  gates.at_least("score Spearman with well-being", f.score_spearman, floors.score_spearman);
  gates.at_least("well-being model's AUC for severe distress", f.wellbeing_on_severe_auc,
                 floors.wellbeing_on_severe_auc);
  gates.at_least("stress model's AUC for collections", f.stress_on_collections_auc,
                 floors.stress_on_collections_auc);
  gates.at_most("stress gap of a group by sex or race", f.largest_group_gap, floors.group_gap_max);
  gates.holds("the bands are not in order", f.bands_in_order);
  gates.at_most("order violations", static_cast<double>(f.order_violations), 0);
  gates.at_most("additivity error", f.additivity_error, floors.additivity_max);
  return gates.take();
}

std::vector<std::string> failed_gates(const champion_figures& f, const gate_floors& floors) {
  gate_list gates;
  gates.at_most("mean change of the score", f.mean_change, floors.mean_change_max);
  gates.at_most("share of two-band jumps", f.two_band_jumps, floors.two_band_jumps_max);
  gates.at_least("well-being R2 against the serving model", f.wellbeing_r2_change,
                 -floors.worse_than_champion_max);
  gates.at_least("stress AUC against the serving model", f.stress_auc_change,
                 -floors.worse_than_champion_max);
  return gates.take();
}

}  // namespace smartfin
