#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "domain/score/explained_score.hpp"
#include "learning/model_manifest.hpp"

namespace smartfin {

/// The three files of a trained score, as bytes.
struct model_files {
  std::string manifest;   // manifest.json
  std::string wellbeing;  // wellbeing.json
  std::string stress;     // stress.json
};

inline constexpr std::string_view manifest_file = "manifest.json";
inline constexpr std::string_view wellbeing_file = "wellbeing.json";
inline constexpr std::string_view stress_file = "stress.json";

/// Both models, ready to serve. A small handle: copies share the trees. Any number of threads may
/// call it at once; replace it by swapping handles. The last copy must go before `main` returns
/// (see `booster`).
class score_models {
public:
  /// Errors: cannot_read; not_our_model (hashes, columns, ranges or score version are not this
  /// program's, or a golden row is off by more than 1e-3); engine_failed.
  static result<score_models, learning_error> load(const std::filesystem::path& directory);
  static result<score_models, learning_error> from_files(const model_files& files);

  const model_manifest& manifest() const;
  const model_pair& pair() const;
  model_identity identity() const { return {manifest().id, manifest().hash}; }

  /// Errors: engine_failed.
  result<model_output, learning_error> predict(const score_inputs& inputs) const;
  /// Checked to add up to the prediction. Errors: engine_failed, not_additive.
  result<model_terms, learning_error> explain(const score_inputs& inputs) const;

private:
  struct loaded;
  explicit score_models(std::shared_ptr<const loaded> held) : loaded_(std::move(held)) {}
  std::shared_ptr<const loaded> loaded_;
};

}  // namespace smartfin
