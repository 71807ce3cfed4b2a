#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <sstream>

#include "learning/evaluate_command.hpp"
#include "learning/score_models.hpp"
#include "learning/train_command.hpp"
#include "learning/validation.hpp"
#include "survey_files.hpp"
#include "synthetic_surveys.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using Catch::Matchers::WithinAbs;

namespace {

constexpr unsigned seed = 11;

struct trained_once {
  scratch_directory scratch;
  std::filesystem::path nfwbs;
  std::filesystem::path scf;
  std::filesystem::path models;
  int status = 0;
  std::string said;

  trained_once() {
    nfwbs = scratch.write("nfwbs.csv", synthetic_nfwbs(400, seed));
    scf = scratch.write_gzip("scf.csv.gz", synthetic_scf(400, seed + 1));
    models = scratch.path() / "models";
    said = train(models, true);
  }
  std::string train(const std::filesystem::path& out, bool with_prepared) {
    std::ostringstream said_out;
    std::ostringstream wrong;
    status = run_train({.nfwbs = nfwbs,
                        .scf = scf,
                        .out = out,
                        .champion = std::nullopt,
                        .trained_on = civil_date::from_ymd(2026, 2, 1),
                        .export_prepared = with_prepared},
                       said_out, wrong);
    return said_out.str() + wrong.str();
  }
};

trained_once& shared() {
  static trained_once once;
  return once;
}

boost::json::object evaluated(const evaluate_options& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int status = run_evaluate(options, out, err);
  INFO(err.str());
  REQUIRE(status == 0);
  return boost::json::parse(out.str()).as_object();
}

double figure(const boost::json::object& object, const char* part, const char* name) {
  return object.at(part).at(name).to_number<double>();
}

}  // namespace

TEST_CASE("training writes models, manifest, card and prepared rows that load again") {
  auto& once = shared();
  INFO(once.said);
  REQUIRE((once.status == 0 || once.status == 2));
  for (const auto* name : {"wellbeing.json", "stress.json", "manifest.json", "card.md",
                           "nfwbs_prepared.csv", "scf_prepared.csv"})
    CHECK(std::filesystem::file_size(once.models / name) > 0);
  const auto models = score_models::load(once.models);
  REQUIRE(models);
  CHECK(models->manifest().trained_on == "2026-02-01");
  CHECK(models->manifest().nfwbs.rows == 400);
  CHECK(models->manifest().scf.rows == 2000);
}

TEST_CASE("training twice on the same files gives the same bytes") {
  auto& once = shared();
  const auto again = once.scratch.path() / "again";
  once.train(again, false);
  for (const auto* name : {"wellbeing.json", "stress.json", "manifest.json", "card.md"})
    CHECK((unpacked(again / name) == unpacked(once.models / name)));
}

TEST_CASE("a gate that failed is a status of its own and is named") {
  auto& once = shared();
  const bool says_failed = once.said.find("gate failed: ") != std::string::npos;
  CHECK((once.status == 2) == says_failed);
}

TEST_CASE("a challenger equal to the champion moves nobody's score") {
  auto& once = shared();
  const auto champion = score_models::load(once.models);
  REQUIRE(champion);
  const surveys data{*read_nfwbs(once.nfwbs), *read_scf(once.scf)};
  const validated_pair same{champion->pair(), champion->manifest().validation};
  const auto moved = compare_with_champion(same, same, data);
  REQUIRE(moved);
  CHECK(moved->mean_change == 0);
  CHECK(moved->two_band_jumps == 0);
  CHECK(failed_gates(*moved).empty());
}

TEST_CASE("a challenger that moves people's scores fails its gate but is written") {
  auto& once = shared();
  std::ostringstream out;
  std::ostringstream err;
  const auto challenger = once.scratch.path() / "challenger";
  const int status = run_train({.nfwbs = once.nfwbs,
                                .scf = once.scf,
                                .out = challenger,
                                .champion = "config/models",
                                .trained_on = civil_date::from_ymd(2026, 2, 1)},
                               out, err);
  CHECK(status == 2);
  CHECK(out.str().find("gate failed: mean change of the score") != std::string::npos);
  const auto models = score_models::load(challenger);
  REQUIRE(models);
  CHECK_FALSE(models->manifest().failed_gates.empty());
}

TEST_CASE("training without its files says which one is missing and writes nothing") {
  const scratch_directory scratch;
  std::ostringstream out;
  std::ostringstream err;
  const int status = run_train({.nfwbs = scratch.path() / "none.csv",
                                .scf = scratch.path() / "none.csv",
                                .out = scratch.path() / "models",
                                .champion = std::nullopt,
                                .trained_on = std::nullopt},
                               out, err);
  CHECK(status == 1);
  CHECK(err.str().find("none.csv") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(scratch.path() / "models"));
}

TEST_CASE("evaluation prints exactly the promised figures and finds no order violation") {
  auto& once = shared();
  const auto found = evaluated({once.models, once.nfwbs, once.scf, true});
  std::vector<std::string> names;
  for (const auto& [name, value] : found) {
    names.emplace_back(name);
    if (!value.is_object()) continue;
    for (const auto& [inner, number] : value.as_object())
      names.push_back(std::string(name) + "." + std::string(inner));
  }
  CHECK(names == std::vector<std::string>{"fwb", "fwb.n", "fwb.r2", "fwb.mae", "fwb.spearman",
                                          "stress", "stress.n", "stress.auc", "stress.severe_auc",
                                          "stress.brier", "stress.ece", "score", "score.auc",
                                          "score.severe_auc", "score.spearman", "additivity_max",
                                          "order_violations"});
  CHECK(figure(found, "fwb", "n") == 400);
  CHECK(figure(found, "stress", "n") == 400);
  CHECK(figure(found, "fwb", "r2") > 0.3);
  CHECK(figure(found, "stress", "auc") > 0.6);
  CHECK(found.at("order_violations").to_number<long>() == 0);
  CHECK(found.at("additivity_max").to_number<double>() < 1e-3);
}

TEST_CASE("evaluation without models is refused with the reason") {
  auto& once = shared();
  std::ostringstream out;
  std::ostringstream err;
  CHECK(run_evaluate({once.scratch.path() / "none", once.nfwbs, once.scf, true}, out, err) == 1);
  CHECK(out.str().empty());
  CHECK(err.str().find("manifest.json") != std::string::npos);
}

TEST_CASE("the shipped models fit the people they were trained on, without order violations") {
  if (!surveys_are_here()) SKIP("the survey files are not beside the checkout");
  const auto directory = survey_directory();
  const auto found = evaluated({"config/models", directory / "NFWBS_PUF_2016_train.csv.gz",
                                directory / "SCFP2019_train.csv.gz", true});
  CHECK(figure(found, "fwb", "r2") > 0.47);
  CHECK(figure(found, "stress", "auc") > 0.79);
  CHECK(found.at("order_violations").to_number<long>() == 0);
}
