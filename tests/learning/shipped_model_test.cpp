#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

#include "learning/explain_score.hpp"
#include "learning/trainer.hpp"
#include "shipped_models.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using Catch::Matchers::WithinAbs;
using enum score_input;

namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream input(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(input), {}};
}

model_files shipped_files() {
  const std::filesystem::path directory = "config/models";
  return {bytes_of(directory / manifest_file), bytes_of(directory / wellbeing_file),
          bytes_of(directory / stress_file)};
}

/// What base, factors and limit add up to.
double shown_sum(const explained_score& score) {
  double sum = score.shown_base + score.shown_limit_points;
  for (const auto& factor : score.factors) sum += factor.shown_points;
  return sum;
}

double points_sum(const explained_score& score) {
  double sum = score.base;
  for (const auto& factor : score.factors) sum += factor.points;
  return sum;
}

}  // namespace

TEST_CASE("the shipped model answers its golden rows") {
  const auto& golden = shipped_models().manifest().golden;
  REQUIRE(golden.size() >= 5);
  for (const auto& row : golden) {
    const auto output = shipped_models().predict(row.inputs);
    REQUIRE(output);
    CHECK_THAT(output->wellbeing, WithinAbs(row.output.wellbeing, 1e-3));
    CHECK_THAT(output->stress_margin, WithinAbs(row.output.stress_margin, 1e-3));
  }
}

TEST_CASE("the shipped model passed its gate and names both models by one hash") {
  const auto& manifest = shipped_models().manifest();
  CHECK(manifest.failed_gates.empty());
  CHECK(manifest.hash.size() == 64);
  REQUIRE(manifest.cross_validation);
  CHECK_THAT(manifest.cross_validation->wellbeing.fit.r2, WithinAbs(0.469, 0.01));
  CHECK_THAT(manifest.cross_validation->stress.auc, WithinAbs(0.789, 0.01));
}

TEST_CASE("a model file that is not the one in the manifest is refused") {
  auto files = shipped_files();
  files.stress.back() = ' ';
  const auto loaded = score_models::from_files(files);
  REQUIRE(!loaded);
  CHECK(loaded.error().code == learning_errc::not_our_model);
}

TEST_CASE("a damaged manifest is refused") {
  for (const auto* manifest : {"", "{}", "[1]", "{\"format\":2}", "not JSON"}) {
    auto files = shipped_files();
    files.manifest = manifest;
    const auto loaded = score_models::from_files(files);
    REQUIRE(!loaded);
    CHECK(loaded.error().code == learning_errc::not_our_model);
  }
}

TEST_CASE("a manifest survives the way to JSON and back") {
  const auto text = to_json(shipped_models().manifest());
  const auto read = manifest_from_json(text);
  REQUIRE(read);
  CHECK(to_json(*read) == text);
}

TEST_CASE("base and points add up to the score, also as shown") {
  for (const auto& inputs : golden_inputs()) {
    const auto score = explain(inputs, &shipped_models());
    if (!score) {
      CHECK(score.error() == score_errc::too_little_known);
      continue;
    }
    CHECK_THAT(points_sum(*score), WithinAbs(score->unclamped, 1e-3));
    CHECK_THAT(score->unclamped + score->limit_points, WithinAbs(score->unrounded, 1e-9));
    CHECK_THAT(shown_sum(*score), WithinAbs(score->unrounded, 0.0500001));
    CHECK_THAT(shown_sum(*score), WithinAbs(score->score, 0.5000001));
    CHECK(score->range_low <= score->unrounded);
    CHECK(score->range_high >= score->unrounded);
  }
}

TEST_CASE("a comfortable household scores far above a strained one") {
  const auto rows = golden_inputs();
  const auto high = explain(rows[1], &shipped_models());
  const auto low = explain(rows[2], &shipped_models());
  REQUIRE(high);
  REQUIRE(low);
  CHECK(high->score >= 80);
  CHECK(low->score <= 20);
  CHECK_FALSE(high->rule_based);
  CHECK_FALSE(high->provisional);
  CHECK(high->coverage == 1);
}

TEST_CASE("unknown inputs are listed apart with their points") {
  auto inputs = golden_inputs()[1];
  inputs[bills_on_time] = std::numeric_limits<double>::quiet_NaN();
  const auto score = explain(inputs, &shipped_models());
  REQUIRE(score);
  const auto& last = score->factors.back();
  CHECK(last.group == score_group::not_known_yet);
  REQUIRE(last.inputs.size() == 1);
  CHECK(last.inputs[0].input == bills_on_time);
  CHECK_FALSE(last.inputs[0].known);
  CHECK_FALSE(last.inputs[0].value);
}

TEST_CASE("without models, with a short history or with little known the rules answer") {
  const auto inputs = golden_inputs()[1];
  const auto no_models = explain(inputs, nullptr);
  REQUIRE(no_models);
  CHECK(no_models->rule_based);
  CHECK(no_models->provisional);
  const auto short_history = explain(inputs, &shipped_models(), {.months = 2});
  REQUIRE(short_history);
  CHECK(short_history->rule_based);
  auto no_income = inputs;
  no_income[income_rel] = std::numeric_limits<double>::quiet_NaN();
  const auto missing = explain(no_income, &shipped_models());
  REQUIRE(missing);
  CHECK(missing->rule_based);
  CHECK_FALSE(explain(score_inputs{}, &shipped_models()));
}

TEST_CASE("values beyond the training range score like its end") {
  auto at_end = golden_inputs()[4];
  at_end[income_rel] = 200;
  at_end[liquid_rel] = 500;
  at_end[age] = 95;
  const auto end = shipped_models().predict(at_end);
  const auto beyond = shipped_models().predict(golden_inputs()[4]);
  REQUIRE(end);
  REQUIRE(beyond);
  CHECK(end->wellbeing == beyond->wellbeing);
  CHECK(end->stress_margin == beyond->stress_margin);
}

TEST_CASE("threads that share the models get one thread's answers") {
  const auto rows = golden_inputs();
  std::vector<model_output> alone;
  for (const auto& row : rows) alone.push_back(*shipped_models().predict(row));
  std::atomic<int> differences = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&] {
        for (int round = 0; round < 50; ++round)
          for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto output = shipped_models().predict(rows[i]);
            const auto terms = shipped_models().explain(rows[i]);
            if (!output || !terms || output->wellbeing != alone[i].wellbeing ||
                output->stress_margin != alone[i].stress_margin)
              ++differences;
          }
      });
  }
  CHECK(differences == 0);
}
