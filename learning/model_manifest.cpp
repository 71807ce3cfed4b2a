#include "learning/model_manifest.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>

#include "learning/figures_json.hpp"

namespace smartfin {
namespace {

namespace json = boost::json;

constexpr int manifest_format = 1;

std::string text(const json::object& object, const char* name) {
  return std::string(object.at(name).as_string());
}

double number(const json::object& object, const char* name) {
  return object.at(name).to_number<double>();
}

json::object inputs_object(const score_inputs& inputs) {
  json::object object;
  for (const auto& traits : all_inputs())
    if (inputs.knows(traits.input)) object[traits.name] = inputs[traits.input];
  return object;
}

score_input named(std::string_view name) {
  const auto input = input_from_name(name);
  if (!input) throw std::invalid_argument("there is no input " + std::string(name));
  return *input;
}

score_inputs inputs_from(const json::object& object) {
  score_inputs inputs;
  for (const auto& [name, value] : object) inputs[named(name)] = value.to_number<double>();
  return inputs;
}

json::object part_object(const model_part& part) {
  json::array columns;
  for (const auto& column : part.columns)
    columns.push_back({{"name", traits_of(column.input).name},
                       {"low", column.range.low},
                       {"high", column.range.high},
                       {"constraint", column.constraint}});
  json::object recipe;
  for (const auto& [name, value] : part.recipe) recipe[name] = value;
  return {{"sha256", part.sha256},
          {"rounds", part.rounds},
          {"columns", std::move(columns)},
          {"recipe", std::move(recipe)}};
}

model_part part_from(const json::object& object) {
  model_part part{.sha256 = text(object, "sha256"),
                  .columns = {},
                  .recipe = {},
                  .rounds = object.at("rounds").to_number<int>()};
  for (const auto& value : object.at("columns").as_array()) {
    const auto& column = value.as_object();
    part.columns.push_back({named(column.at("name").as_string()),
                            {number(column, "low"), number(column, "high")},
                            column.at("constraint").to_number<int>()});
  }
  for (const auto& [name, value] : object.at("recipe").as_object())
    part.recipe.emplace_back(name, value.as_string());
  return part;
}

json::object source_object(const data_source& source) {
  return {{"rows", source.rows}, {"sha256", source.sha256}};
}

data_source source_from(const json::object& object) {
  return {object.at("rows").to_number<std::size_t>(), text(object, "sha256")};
}

json::array golden_array(const std::vector<golden_row>& rows) {
  json::array array;
  for (const auto& row : rows)
    array.push_back({{"inputs", inputs_object(row.inputs)},
                     {"wellbeing", row.output.wellbeing},
                     {"stress_margin", row.output.stress_margin}});
  return array;
}

std::vector<golden_row> golden_from(const json::array& array) {
  std::vector<golden_row> rows;
  for (const auto& value : array) {
    const auto& row = value.as_object();
    rows.push_back({inputs_from(row.at("inputs").as_object()),
                    {number(row, "wellbeing"), number(row, "stress_margin")}});
  }
  return rows;
}

model_manifest manifest_from(const json::object& root) {
  if (root.at("format").to_number<int>() != manifest_format)
    throw std::invalid_argument("the manifest is of another format");
  const auto part = [&](const char* name) { return part_from(root.at(name).as_object()); };
  const auto& data = root.at("data").as_object();
  const auto& spread = root.at("wellbeing_spread_80").as_object();
  model_manifest manifest{.id = text(root, "id"),
                          .hash = text(root, "hash"),
                          .trained_on = text(root, "trained_on"),
                          .score_version = root.at("score_version").to_number<int>(),
                          .wellbeing = part("wellbeing"),
                          .stress = part("stress"),
                          .nfwbs = source_from(data.at("nfwbs").as_object()),
                          .scf = source_from(data.at("scf").as_object()),
                          .spread = {number(spread, "complete"), number(spread, "third_missing")},
                          .usual_points = {},
                          .validation = figures_from(root.at("validation").as_object()),
                          .cross_validation = std::nullopt,
                          .failed_gates = {},
                          .golden = golden_from(root.at("golden").as_array())};
  for (const auto& [name, value] : root.at("usual_points").as_object())
    manifest.usual_points[static_cast<std::size_t>(named(name))] = value.to_number<double>();
  if (const auto& cv = root.at("cross_validation"); !cv.is_null())
    manifest.cross_validation = figures_from(cv.as_object());
  for (const auto& gate : root.at("failed_gates").as_array())
    manifest.failed_gates.emplace_back(gate.as_string());
  return manifest;
}

}  // namespace

std::string to_json(const model_manifest& manifest) {
  json::object usual;
  for (const auto& traits : all_inputs())
    usual[traits.name] = manifest.usual_points[static_cast<std::size_t>(traits.input)];
  json::array failed;
  for (const auto& gate : manifest.failed_gates) failed.emplace_back(gate);
  json::value cross_validation = nullptr;
  if (manifest.cross_validation) cross_validation = figures_object(*manifest.cross_validation);
  return json::serialize(json::object{
      {"format", manifest_format},
      {"id", manifest.id},
      {"hash", manifest.hash},
      {"trained_on", manifest.trained_on},
      {"score_version", manifest.score_version},
      {"wellbeing", part_object(manifest.wellbeing)},
      {"stress", part_object(manifest.stress)},
      {"data", {{"nfwbs", source_object(manifest.nfwbs)}, {"scf", source_object(manifest.scf)}}},
      {"wellbeing_spread_80",
       {{"complete", manifest.spread.complete}, {"third_missing", manifest.spread.third_missing}}},
      {"usual_points", std::move(usual)},
      {"validation", figures_object(manifest.validation)},
      {"cross_validation", std::move(cross_validation)},
      {"failed_gates", std::move(failed)},
      {"golden", golden_array(manifest.golden)}});
}

result<model_manifest, learning_error> manifest_from_json(std::string_view text_form) {
  // Boost.JSON reports a missing member or a wrong type by exception; here it becomes a refusal.
  try {
    return manifest_from(json::parse({text_form.data(), text_form.size()}).as_object());
  } catch (const std::exception& unreadable) {
    return failure{learning_error{learning_errc::not_our_model,
                                  std::string("manifest: ") + unreadable.what()}};
  }
}

}  // namespace smartfin
