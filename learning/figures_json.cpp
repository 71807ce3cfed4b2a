#include "learning/figures_json.hpp"

#include <boost/json/value_to.hpp>

namespace smartfin {
namespace {

double number(const boost::json::object& object, const char* name) {
  return object.at(name).to_number<double>();
}

std::size_t count(const boost::json::object& object, const char* name) {
  return object.at(name).to_number<std::size_t>();
}

}  // namespace

boost::json::object figures_object(const evaluation_figures& figures) {
  const auto& fit = figures.wellbeing.fit;
  const auto& stress = figures.stress;
  const auto& score = figures.score;
  return {
      {"fwb",
       {{"n", figures.wellbeing.n}, {"r2", fit.r2}, {"mae", fit.mae}, {"spearman", fit.spearman}}},
      {"stress",
       {{"n", stress.n},
        {"auc", stress.auc},
        {"severe_auc", stress.severe_auc},
        {"brier", stress.calibration.brier},
        {"ece", stress.calibration.ece}}},
      {"score",
       {{"auc", score.auc}, {"severe_auc", score.severe_auc}, {"spearman", score.spearman}}}};
}

evaluation_figures figures_from(const boost::json::object& object) {
  const auto& fwb = object.at("fwb").as_object();
  const auto& stress = object.at("stress").as_object();
  const auto& score = object.at("score").as_object();
  return {.wellbeing = {.n = count(fwb, "n"),
                        .fit = {.r2 = number(fwb, "r2"),
                                .mae = number(fwb, "mae"),
                                .spearman = number(fwb, "spearman")}},
          .stress = {.n = count(stress, "n"),
                     .auc = number(stress, "auc"),
                     .severe_auc = number(stress, "severe_auc"),
                     .calibration = {.brier = number(stress, "brier"),
                                     .ece = number(stress, "ece"),
                                     .slope = 0}},
          .score = {.auc = number(score, "auc"),
                    .severe_auc = number(score, "severe_auc"),
                    .spearman = number(score, "spearman")}};
}

}  // namespace smartfin
