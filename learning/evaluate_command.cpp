#include "learning/evaluate_command.hpp"

#include <boost/json/serialize.hpp>
#include <ostream>

#include "learning/figures_json.hpp"
#include "learning/order_check.hpp"
#include "learning/score_models.hpp"

namespace smartfin {
namespace {

namespace json = boost::json;

result<json::object, learning_error> measured(const evaluate_options& options) {
  auto models = score_models::load(options.models);
  if (!models) return failure{models.error()};
  auto people = read_nfwbs(options.nfwbs);
  if (!people) return failure{people.error()};
  auto households = read_scf(options.scf);
  if (!households) return failure{households.error()};
  const surveys data{std::move(*people), std::move(*households)};
  auto answers = outputs_of(models->pair(), data);
  if (!answers) return failure{answers.error()};
  auto additivity = additivity_error(models->pair(), data);
  if (!additivity) return failure{additivity.error()};
  auto violations = order_violations(models->pair(), data);
  if (!violations) return failure{violations.error()};

  auto found = figures_object(figures_of(data, *answers));
  found["additivity_max"] = *additivity;
  found["order_violations"] = *violations;
  return found;
}

void print_lines(const json::object& object, const std::string& prefix, std::ostream& out) {
  for (const auto& [name, value] : object) {
    const auto path = prefix + std::string(name);
    if (value.is_object())
      print_lines(value.as_object(), path + ".", out);
    else
      out << path << ' ' << value.to_number<double>() << '\n';
  }
}

}  // namespace

int run_evaluate(const evaluate_options& options, std::ostream& out, std::ostream& err) {
  const auto found = measured(options);
  if (!found) {
    err << "cannot evaluate: " << found.error().detail << '\n';
    return 1;
  }
  if (options.json)
    out << json::serialize(*found) << '\n';
  else
    print_lines(*found, "", out);
  return 0;
}

}  // namespace smartfin
