#include "learning/score_models.hpp"

#include <cmath>
#include <fstream>
#include <iterator>

#include "learning/content_hash.hpp"

namespace smartfin {
namespace {

constexpr double golden_tolerance = 1e-3;

learning_error foreign(std::string why) { return {learning_errc::not_our_model, std::move(why)}; }

bool same_columns(const std::vector<model_column>& ours, const std::vector<model_column>& theirs) {
  if (ours.size() != theirs.size()) return false;
  for (std::size_t i = 0; i < ours.size(); ++i)
    if (ours[i].input != theirs[i].input || ours[i].range != theirs[i].range ||
        ours[i].constraint != theirs[i].constraint)
      return false;
  return true;
}

result<nothing, learning_error> check_files(const model_manifest& manifest,
                                            const model_files& files) {
  if (manifest.score_version != score_version) return failure{foreign("another score version")};
  if (!same_columns(columns_of(model_kind::wellbeing), manifest.wellbeing.columns) ||
      !same_columns(columns_of(model_kind::stress), manifest.stress.columns))
    return failure{foreign("other columns than this program's")};
  if (sha256_hex(files.wellbeing) != manifest.wellbeing.sha256 ||
      sha256_hex(files.stress) != manifest.stress.sha256 ||
      sha256_hex(files.wellbeing + files.stress) != manifest.hash)
    return failure{foreign("a model file is not the one in the manifest")};
  return nothing{};
}

result<nothing, learning_error> check_golden(const model_pair& models,
                                             const std::vector<golden_row>& rows) {
  std::vector<score_inputs> inputs;
  for (const auto& row : rows) inputs.push_back(row.inputs);
  if (inputs.empty()) return failure{foreign("no golden rows")};
  auto answers = outputs_of(models, inputs);
  if (!answers) return failure{answers.error()};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& expected = rows[i].output;
    const auto& found = (*answers)[i];
    if (std::abs(found.wellbeing - expected.wellbeing) > golden_tolerance ||
        std::abs(found.stress_margin - expected.stress_margin) > golden_tolerance)
      return failure{foreign("golden row " + std::to_string(i + 1) + " has another answer")};
  }
  return nothing{};
}

result<std::string, learning_error> bytes_of(const std::filesystem::path& file) {
  std::ifstream input(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(input), {}};
  if (!input || bytes.empty())
    return failure{learning_error{learning_errc::cannot_read, file.filename().string()}};
  return bytes;
}

}  // namespace

struct score_models::loaded {
  model_manifest manifest;
  model_pair pair;
};

result<score_models, learning_error> score_models::load(const std::filesystem::path& directory) {
  auto manifest = bytes_of(directory / manifest_file);
  if (!manifest) return failure{manifest.error()};
  auto wellbeing = bytes_of(directory / wellbeing_file);
  if (!wellbeing) return failure{wellbeing.error()};
  auto stress = bytes_of(directory / stress_file);
  if (!stress) return failure{stress.error()};
  return from_files({std::move(*manifest), std::move(*wellbeing), std::move(*stress)});
}

result<score_models, learning_error> score_models::from_files(const model_files& files) {
  auto manifest = manifest_from_json(files.manifest);
  if (!manifest) return failure{manifest.error()};
  if (auto checked = check_files(*manifest, files); !checked) return failure{checked.error()};
  auto wellbeing = booster::from_json(files.wellbeing, manifest->wellbeing.columns.size());
  if (!wellbeing) return failure{wellbeing.error()};
  auto stress = booster::from_json(files.stress, manifest->stress.columns.size());
  if (!stress) return failure{stress.error()};
  const model_pair pair{*wellbeing, *stress};
  if (auto checked = check_golden(pair, manifest->golden); !checked)
    return failure{checked.error()};
  return score_models(std::make_shared<const loaded>(loaded{std::move(*manifest), pair}));
}

const model_manifest& score_models::manifest() const { return loaded_->manifest; }
const model_pair& score_models::pair() const { return loaded_->pair; }

result<model_output, learning_error> score_models::predict(const score_inputs& inputs) const {
  auto answers = outputs_of(loaded_->pair, std::vector{inputs});
  if (!answers) return failure{answers.error()};
  return answers->front();
}

result<model_terms, learning_error> score_models::explain(const score_inputs& inputs) const {
  auto terms = terms_of(loaded_->pair, {inputs});
  if (!terms) return failure{terms.error()};
  return terms->front();
}

}  // namespace smartfin
