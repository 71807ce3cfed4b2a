#include "learning/booster.hpp"

#include <xgboost/c_api.h>

#include <cmath>
#include <limits>

namespace smartfin {
namespace {

// One thread each: the server brings its own, and the engine's teams of threads would fight them.
constexpr const char* threads = "1";

learning_error engine_error() { return {learning_errc::engine_failed, XGBGetLastError()}; }

/// Rows in the engine's own form.
class data_matrix {
public:
  explicit data_matrix(const feature_matrix& inputs) {
    ok_ = XGDMatrixCreateFromMat(inputs.values.data(), inputs.rows(), inputs.columns,
                                 std::numeric_limits<float>::quiet_NaN(), &handle_) == 0;
  }
  ~data_matrix() {
    if (handle_) XGDMatrixFree(handle_);
  }
  data_matrix(const data_matrix&) = delete;
  data_matrix& operator=(const data_matrix&) = delete;

  bool add(const char* field, const std::vector<float>& numbers) {
    return XGDMatrixSetFloatInfo(handle_, field, numbers.data(), numbers.size()) == 0;
  }
  bool ok() const { return ok_; }
  DMatrixHandle get() const { return handle_; }

private:
  DMatrixHandle handle_ = nullptr;
  bool ok_ = false;
};

enum class output_kind { margin, terms };

/// The engine owns its answer only until this thread's next call, so it is copied.
result<std::vector<float>, learning_error> predict(BoosterHandle engine,
                                                   const feature_matrix& inputs, output_kind kind) {
  const data_matrix rows(inputs);
  if (!rows.ok()) return failure{engine_error()};
  const std::string config =
      std::string(R"({"type":)") + (kind == output_kind::margin ? "1" : "2") +
      R"(,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false})";
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* values = nullptr;
  if (XGBoosterPredictFromDMatrix(engine, rows.get(), config.c_str(), &shape, &dimensions,
                                  &values) != 0)
    return failure{engine_error()};
  std::size_t count = 1;
  for (bst_ulong i = 0; i < dimensions; ++i) count *= shape[i];
  return std::vector<float>(values, values + count);
}

}  // namespace

struct booster::handle {
  BoosterHandle engine = nullptr;

  handle() = default;
  handle(const handle&) = delete;
  handle& operator=(const handle&) = delete;
  ~handle() {
    if (engine) XGBoosterFree(engine);
  }

  bool set(const char* name, const char* value) {
    return XGBoosterSetParam(engine, name, value) == 0;
  }

  /// The first prediction of each kind configures the engine, which is no job for two threads.
  result<nothing, learning_error> warm_up(std::size_t columns) {
    const feature_matrix unknown{
        columns, std::vector<float>(columns, std::numeric_limits<float>::quiet_NaN())};
    for (const auto kind : {output_kind::margin, output_kind::terms}) {
      auto predicted = predict(engine, unknown, kind);
      if (!predicted) return failure{predicted.error()};
    }
    return nothing{};
  }
};

result<booster, learning_error> booster::train(
    const training_set& set, const std::vector<std::pair<std::string, std::string>>& parameters,
    int rounds) {
  data_matrix rows(set.inputs);
  if (!rows.ok() || !rows.add("label", set.targets) || !rows.add("weight", set.weights))
    return failure{engine_error()};
  auto made = std::make_shared<handle>();
  const DMatrixHandle matrices[] = {rows.get()};
  if (XGBoosterCreate(matrices, 1, &made->engine) != 0) return failure{engine_error()};
  bool accepted = made->set("nthread", threads) && made->set("verbosity", "0");
  for (const auto& [name, value] : parameters)
    accepted = accepted && made->set(name.c_str(), value.c_str());
  if (!accepted) return failure{engine_error()};
  for (int round = 0; round < rounds; ++round)
    if (XGBoosterUpdateOneIter(made->engine, round, rows.get()) != 0)
      return failure{engine_error()};
  if (auto warm = made->warm_up(set.inputs.columns); !warm) return failure{warm.error()};
  return booster(std::move(made));
}

result<booster, learning_error> booster::from_json(std::string_view json, std::size_t columns) {
  auto made = std::make_shared<handle>();
  bst_ulong found = 0;
  // A saved model keeps no thread count.
  if (XGBoosterCreate(nullptr, 0, &made->engine) != 0 ||
      XGBoosterLoadModelFromBuffer(made->engine, json.data(), json.size()) != 0 ||
      !made->set("nthread", threads) || !made->set("verbosity", "0") ||
      XGBoosterGetNumFeature(made->engine, &found) != 0)
    return failure{engine_error()};
  if (found != columns)
    return failure{learning_error{learning_errc::engine_failed, "the model has other columns"}};
  if (auto warm = made->warm_up(columns); !warm) return failure{warm.error()};
  return booster(std::move(made));
}

result<std::string, learning_error> booster::to_json() const {
  bst_ulong length = 0;
  const char* bytes = nullptr;
  if (XGBoosterSaveModelToBuffer(handle_->engine, R"({"format":"json"})", &length, &bytes) != 0)
    return failure{engine_error()};
  return std::string(bytes, length);
}

result<std::vector<float>, learning_error> booster::margins(const feature_matrix& inputs) const {
  return predict(handle_->engine, inputs, output_kind::margin);
}

result<std::vector<float>, learning_error> booster::terms(const feature_matrix& inputs) const {
  return predict(handle_->engine, inputs, output_kind::terms);
}

}  // namespace smartfin
