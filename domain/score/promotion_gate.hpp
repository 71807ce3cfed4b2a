#pragma once

#include <string>
#include <vector>

namespace smartfin {

/// What was measured about a model that asks to be promoted, on people it was not trained on.
struct gate_figures {
  double wellbeing_r2 = 0;
  double wellbeing_r2_third_missing = 0;
  double wellbeing_spearman = 0;
  double rules_r2 = 0;  // of the rule score, linearly calibrated, on the same people
  double stress_auc = 0;
  double stress_severe_auc = 0;
  double stress_brier = 0;
  double stress_ece = 0;
  double stress_slope = 0;
  double rules_stress_auc = 0;
  double score_auc = 0;
  double score_spearman = 0;
  double wellbeing_on_severe_auc = 0;    // each model on the other survey,
  double stress_on_collections_auc = 0;  // which it has never seen
  double largest_group_gap = 0;  // |observed - predicted| stress by sex or race, beyond noise
  bool bands_in_order = false;   // stress falls and well-being rises from band to band
  long order_violations = 0;
  double additivity_error = 0;
};

/// The score's movement from the serving model to the new one, on the same people.
struct champion_figures {
  double mean_change = 0;     // points, absolute
  double two_band_jumps = 0;  // share of people, 0..1
  // New minus serving, each as validated without the people of the validation split.
  double wellbeing_r2_change = 0;
  double stress_auc_change = 0;
};

/// Absolute floors leave room for the luck of one split; the comparisons do not.
struct gate_floors {
  double wellbeing_r2 = 0.44;
  double wellbeing_r2_third_missing = 0.37;
  double above_rules_r2 = 0.07;
  double stress_auc = 0.765;
  double above_rules_auc = 0.02;
  double stress_brier_max = 0.140;
  double stress_ece_max = 0.03;
  double slope_min = 0.85;
  double slope_max = 1.15;
  double score_auc = 0.745;
  double score_spearman = 0.66;
  double wellbeing_on_severe_auc = 0.72;
  double stress_on_collections_auc = 0.71;
  double group_gap_max = 0.05;
  double additivity_max = 1e-3;
  double mean_change_max = 3;
  double two_band_jumps_max = 0.01;
  double worse_than_champion_max = 0.01;  // R2 or AUC: below this it is noise
};

/// The gates that were not passed, as sentences with the figures; empty when the model may serve.
/// A figure that is not a number fails its gate.
std::vector<std::string> failed_gates(const gate_figures& figures, const gate_floors& floors = {});
std::vector<std::string> failed_gates(const champion_figures& figures,
                                      const gate_floors& floors = {});

}  // namespace smartfin
