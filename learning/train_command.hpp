#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>

#include "domain/civil_date.hpp"

namespace smartfin {

struct train_options {
  std::filesystem::path nfwbs;  // as downloaded, plain or gzip; any subset of rows
  std::filesystem::path scf;
  std::filesystem::path out;  // directory, made if missing; older models in it are replaced
  std::optional<std::filesystem::path> champion;  // models now serving, to compare with
  std::optional<civil_date> trained_on;           // nothing: today, UTC
  bool export_prepared = false;                   // also nfwbs_prepared.csv and scf_prepared.csv
  bool cross_validate = false;                    // adds about four seconds
};

/// Trains both models and writes wellbeing.json, stress.json, manifest.json and card.md. Prints the
/// validation figures, the cross-validation if asked for, and what the gate says.
/// 0; 1 with the reason on `err` (nothing is written unless writing itself failed); 2 when the
/// models were written but a gate failed, so that nobody promotes them unseen.
int run_train(const train_options& options, std::ostream& out, std::ostream& err);

}  // namespace smartfin
