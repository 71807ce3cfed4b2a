#include "learning/train_command.hpp"

#include <chrono>
#include <fstream>
#include <ostream>

#include "learning/model_card.hpp"
#include "learning/prepared_export.hpp"
#include "learning/trainer.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

civil_date today() {
  return civil_date::of(
      std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()));
}

result<nothing, learning_error> write_file(const fs::path& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return failure{learning_error{learning_errc::cannot_write, file.string()}};
  return nothing{};
}

template <class Rows>
result<nothing, learning_error> write_rows(const fs::path& file, const Rows& rows) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  write_prepared(out, rows);
  out.close();
  if (!out) return failure{learning_error{learning_errc::cannot_write, file.string()}};
  return nothing{};
}

/// The manifest last: until it is there, the directory holds no model.
result<nothing, learning_error> write_all(const train_options& options,
                                          const trained_score& trained, const surveys& data) {
  std::error_code cannot;
  fs::create_directories(options.out, cannot);
  fs::remove(options.out / manifest_file, cannot);
  auto written = write_file(options.out / wellbeing_file, trained.files.wellbeing);
  if (written) written = write_file(options.out / stress_file, trained.files.stress);
  if (written) written = write_file(options.out / "card.md", model_card(trained.manifest));
  if (written && options.export_prepared)
    written = write_rows(options.out / "nfwbs_prepared.csv", data.people.rows);
  if (written && options.export_prepared)
    written = write_rows(options.out / "scf_prepared.csv", data.households.rows);
  if (written) written = write_file(options.out / manifest_file, trained.files.manifest);
  return written;
}

void print_figures(std::ostream& out, std::string_view title, const evaluation_figures& figures) {
  const auto& fit = figures.wellbeing.fit;
  const auto& stress = figures.stress;
  const auto& score = figures.score;
  out << title << '\n'
      << "  well-being  n " << figures.wellbeing.n << "  R2 " << fit.r2 << "  MAE " << fit.mae
      << "  Spearman " << fit.spearman << '\n'
      << "  stress      n " << stress.n << "  AUC " << stress.auc << "  severe AUC "
      << stress.severe_auc << "  Brier " << stress.calibration.brier << "  ECE "
      << stress.calibration.ece << '\n'
      << "  score       AUC " << score.auc << "  severe AUC " << score.severe_auc << "  Spearman "
      << score.spearman << '\n';
}

void print_report(std::ostream& out, const trained_score& trained) {
  print_figures(out,
                "on the validation fifth (models of the other four):", trained.manifest.validation);
  out << "  with a third of the inputs hidden: R2 " << trained.gate.wellbeing_r2_third_missing
      << "; rules: R2 " << trained.gate.rules_r2 << ", AUC " << trained.gate.rules_stress_auc
      << '\n';
  if (trained.manifest.cross_validation)
    print_figures(
        out, "five-fold cross-validation, households whole:", *trained.manifest.cross_validation);
  for (const auto& gate : trained.failed) out << "gate failed: " << gate << '\n';
  if (trained.failed.empty()) out << "all gates passed\n";
  out << "model " << trained.manifest.id << '\n';
}

result<surveys, learning_error> read_both(const train_options& options) {
  auto people = read_nfwbs(options.nfwbs);
  if (!people) return failure{people.error()};
  auto households = read_scf(options.scf);
  if (!households) return failure{households.error()};
  return surveys{std::move(*people), std::move(*households)};
}

result<trained_score, learning_error> train_and_write(const train_options& options) {
  auto data = read_both(options);
  if (!data) return failure{data.error()};
  training_request request{.trained_on = options.trained_on.value_or(today()).to_string(),
                           .cross_validate = options.cross_validate,
                           .champion = std::nullopt};
  if (options.champion) {
    auto champion = score_models::load(*options.champion);
    if (!champion) return failure{champion.error()};
    request.champion = std::move(*champion);
  }
  auto trained = train_score(*data, request);
  if (!trained) return trained;
  if (auto written = write_all(options, *trained, *data); !written) return failure{written.error()};
  return trained;
}

}  // namespace

int run_train(const train_options& options, std::ostream& out, std::ostream& err) {
  const auto trained = train_and_write(options);
  if (!trained) {
    err << "cannot train: " << trained.error().detail << '\n';
    return 1;
  }
  print_report(out, *trained);
  return trained->failed.empty() ? 0 : 2;
}

}  // namespace smartfin
