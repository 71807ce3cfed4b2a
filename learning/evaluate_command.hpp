#pragma once

#include <filesystem>
#include <iosfwd>

namespace smartfin {

struct evaluate_options {
  std::filesystem::path models;  // directory with the three files of a trained score
  std::filesystem::path nfwbs;   // as downloaded, plain or gzip; any subset of rows
  std::filesystem::path scf;
  bool json = false;
};

/// Measures trained models on the people of the two files, survey-weighted, and prints it: with
/// `json` one object {fwb: {n, r2, mae, spearman}, stress: {n, auc, severe_auc, brier, ece},
/// score: {auc, severe_auc, spearman}, additivity_max, order_violations}, else one figure a line.
/// fwb.n counts people with a score, stress.n households. 0, or 1 with the reason on `err`.
int run_evaluate(const evaluate_options& options, std::ostream& out, std::ostream& err);

}  // namespace smartfin
