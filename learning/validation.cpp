#include "learning/validation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "domain/score/rule_score.hpp"
#include "learning/order_check.hpp"
#include "learning/survey_hash.hpp"

namespace smartfin {
namespace {

constexpr double smallest_band_share = 0.03;
constexpr double spread_share = 0.80;

bool shown_person(std::int64_t id) { return !in_validation(survey_name::nfwbs, id); }
bool shown_household(std::int64_t id) { return !in_validation(survey_name::scf, id); }

struct weighted_numbers {
  std::vector<double> truth;
  std::vector<double> predicted;
  std::vector<double> weight;
};

/// R2 of the best line through the prediction: what a score on another scale can explain.
double calibrated_r2(const weighted_numbers& n) {
  double w = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  for (std::size_t i = 0; i < n.truth.size(); ++i) {
    w += n.weight[i];
    x += n.weight[i] * n.predicted[i];
    y += n.weight[i] * n.truth[i];
    xx += n.weight[i] * n.predicted[i] * n.predicted[i];
    xy += n.weight[i] * n.predicted[i] * n.truth[i];
    yy += n.weight[i] * n.truth[i] * n.truth[i];
  }
  const double covariance = xy - x * y / w;
  const double spread = (xx - x * x / w) * (yy - y * y / w);
  return spread > 0 ? covariance * covariance / spread : 0;
}

/// People whom the rules can score.
weighted_numbers rules_on(const std::vector<wellbeing_person>& people) {
  weighted_numbers found;
  for (const auto& person : people) {
    const auto score = rule_score(person.midpoints, {});
    if (!score) continue;
    found.truth.push_back(person.fwb_score);
    found.predicted.push_back(score->unclamped);
    found.weight.push_back(person.weight);
  }
  return found;
}

double rules_auc(const std::vector<survey_household>& households) {
  std::vector<bool> stress;
  weighted_numbers found;
  for (const auto& household : households) {
    const auto score = rule_score(household.inputs, {});
    if (!score) continue;
    stress.push_back(household.outcomes.stress());
    found.predicted.push_back(-score->unclamped);
    found.weight.push_back(household.weight);
  }
  return auc_of(stress, found.predicted, found.weight);
}

/// The weighted 80 % point of the distance between felt and predicted well-being.
double spread_of(const std::vector<wellbeing_person>& people,
                 const std::vector<model_output>& answers) {
  std::vector<std::pair<double, double>> distance;  // with weight
  double total = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    distance.emplace_back(std::abs(people[i].fwb_score - answers[i].wellbeing), people[i].weight);
    total += people[i].weight;
  }
  std::sort(distance.begin(), distance.end());
  double below = 0;
  for (const auto& [points, weight] : distance)
    if ((below += weight) >= spread_share * total) return points;
  return 0;
}

struct band_mean {
  double sum = 0;
  double weight = 0;
  double share(double total) const { return weight / total; }
  double mean() const { return sum / weight; }
};
using band_means = std::array<band_mean, score_band_count>;

template <class Rows, class Truth>
band_means means_by_band(const Rows& rows, const std::vector<model_output>& answers, Truth truth) {
  band_means means;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int score = shown_score(clamp_score(combined_score(answers[i])));
    auto& band = means[static_cast<std::size_t>(band_of(score))];
    band.sum += rows[i].weight * truth(rows[i]);
    band.weight += rows[i].weight;
  }
  return means;
}

/// Strictly rising (`direction` +1) or falling (-1) over the bands with enough people.
bool in_order(const band_means& means, int direction) {
  double total = 0;
  for (const auto& band : means) total += band.weight;
  const band_mean* previous = nullptr;
  for (const auto& band : means) {
    if (band.share(total) < smallest_band_share) continue;
    if (previous && direction * (band.mean() - previous->mean()) <= 0) return false;
    previous = &band;
  }
  return true;
}

std::vector<wellbeing_person> with_third_hidden(std::vector<wellbeing_person> people) {
  for (auto& person : people)
    person.inputs = masked(person.inputs, survey_name::nfwbs, person.id, measuring_copy);
  return people;
}

struct hidden_figures {
  double r2 = 0;
  double spread = 0;
};

result<hidden_figures, learning_error> measure_hidden(const model_pair& models,
                                                      const std::vector<wellbeing_person>& people) {
  const auto hidden = with_third_hidden(people);
  auto answers = outputs_of(models, hidden);
  if (!answers) return failure{answers.error()};
  weighted_numbers numbers;
  for (std::size_t i = 0; i < hidden.size(); ++i) {
    numbers.truth.push_back(hidden[i].fwb_score);
    numbers.predicted.push_back((*answers)[i].wellbeing);
    numbers.weight.push_back(hidden[i].weight);
  }
  return hidden_figures{regression_of(numbers.truth, numbers.predicted, numbers.weight).r2,
                        spread_of(hidden, *answers)};
}

/// How far one group's stress is from what was predicted for it, beyond twice the standard error
/// that its number of households explains.
struct group_gap {
  double observed = 0;
  double predicted = 0;
  double weight = 0;
  std::set<std::int64_t> households;

  double excess() const {
    const double rate = observed / weight;
    const double error = std::sqrt(rate * (1 - rate) / static_cast<double>(households.size()));
    return std::abs(observed - predicted) / weight - 2 * error;
  }
};

/// The largest gap of any group by sex or race; the audit's columns are read here and nowhere else.
double largest_group_gap(const std::vector<survey_household>& households,
                         const std::vector<model_output>& answers) {
  std::map<std::pair<char, int>, group_gap> groups;
  for (std::size_t i = 0; i < households.size(); ++i) {
    const auto& row = households[i];
    for (const auto& key : {std::pair('r', row.audit_race), std::pair('s', row.audit_sex)}) {
      auto& group = groups[key];
      group.observed += row.weight * (row.outcomes.stress() ? 1 : 0);
      group.predicted += row.weight * stress_probability(answers[i]);
      group.weight += row.weight;
      group.households.insert(row.id);
    }
  }
  double largest = 0;
  for (const auto& [key, group] : groups) largest = std::max(largest, group.excess());
  return largest;
}

/// Each model on the survey that it has never seen: the well-being model on severe distress, the
/// stress model on debt collection.
struct transported_figures {
  double severe_auc = 0.5;
  double collections_auc = 0.5;
};

transported_figures transported(const surveys& unseen, const survey_outputs& answers) {
  std::vector<bool> severe, collected;
  weighted_numbers households, people;
  for (std::size_t i = 0; i < answers.households.size(); ++i) {
    const auto& row = unseen.households.rows[i];
    severe.push_back(row.outcomes.severe());
    households.predicted.push_back(-answers.households[i].wellbeing);
    households.weight.push_back(row.weight);
  }
  for (std::size_t i = 0; i < answers.people.size(); ++i) {
    const auto& row = unseen.people.rows[i];
    if (!row.inputs.knows(score_input::collections)) continue;
    collected.push_back(row.inputs[score_input::collections] > 0);
    people.predicted.push_back(answers.people[i].stress_margin);
    people.weight.push_back(row.weight);
  }
  return {auc_of(severe, households.predicted, households.weight),
          auc_of(collected, people.predicted, people.weight)};
}

result<validation_report, learning_error> report_on(const model_pair& models,
                                                    const surveys& unseen) {
  auto answers = outputs_of(models, unseen);
  if (!answers) return failure{answers.error()};
  auto hidden = measure_hidden(models, unseen.people.rows);
  if (!hidden) return failure{hidden.error()};
  auto violations = order_violations(models, unseen);
  if (!violations) return failure{violations.error()};
  auto additivity = additivity_error(models, unseen);
  if (!additivity) return failure{additivity.error()};

  validation_report report;
  report.figures = figures_of(unseen, *answers);
  const auto& figures = report.figures;
  report.spread = {spread_of(unseen.people.rows, answers->people), hidden->spread};
  const auto elsewhere = transported(unseen, *answers);
  report.gate = {
      .wellbeing_r2 = figures.wellbeing.fit.r2,
      .wellbeing_r2_third_missing = hidden->r2,
      .wellbeing_spearman = figures.wellbeing.fit.spearman,
      .rules_r2 = calibrated_r2(rules_on(unseen.people.rows)),
      .stress_auc = figures.stress.auc,
      .stress_severe_auc = figures.stress.severe_auc,
      .stress_brier = figures.stress.calibration.brier,
      .stress_ece = figures.stress.calibration.ece,
      .stress_slope = figures.stress.calibration.slope,
      .rules_stress_auc = rules_auc(unseen.households.rows),
      .score_auc = figures.score.auc,
      .score_spearman = figures.score.spearman,
      .wellbeing_on_severe_auc = elsewhere.severe_auc,
      .stress_on_collections_auc = elsewhere.collections_auc,
      .largest_group_gap = largest_group_gap(unseen.households.rows, answers->households),
      .bands_in_order =
          in_order(means_by_band(unseen.people.rows, answers->people,
                                 [](const auto& person) { return person.fwb_score; }),
                   +1) &&
          in_order(means_by_band(unseen.households.rows, answers->households,
                                 [](const auto& h) { return h.outcomes.stress() ? 1.0 : 0.0; }),
                   -1),
      .order_violations = *violations,
      .additivity_error = *additivity};
  return report;
}

struct movement {
  double change = 0;
  double jumps = 0;
  double weight = 0;

  void add(const std::vector<model_output>& from, const std::vector<model_output>& to,
           const std::vector<double>& weights) {
    const double total = [&] {
      double sum = 0;
      for (const double w : weights) sum += w;
      return sum;
    }();
    for (std::size_t i = 0; i < from.size(); ++i) {
      const double before = clamp_score(combined_score(from[i]));
      const double after = clamp_score(combined_score(to[i]));
      const auto band = [](double score) { return static_cast<int>(band_of(shown_score(score))); };
      change += weights[i] / total * std::abs(after - before);
      if (std::abs(band(after) - band(before)) >= 2) jumps += weights[i] / total;
    }
    weight += 1;
  }
};

}  // namespace

surveys validation_part(const surveys& data) {
  surveys part;
  for (const auto& person : data.people.rows)
    if (!shown_person(person.id)) part.people.rows.push_back(person);
  for (const auto& household : data.households.rows)
    if (!shown_household(household.id)) part.households.rows.push_back(household);
  return part;
}

result<validation_report, learning_error> validate_recipe(const surveys& data) {
  const auto unseen = validation_part(data);
  if (unseen.people.rows.empty() || unseen.households.rows.empty())
    return failure{learning_error{learning_errc::no_rows, "too few rows to validate on"}};
  auto wellbeing = train_wellbeing(data.people.rows, shown_person);
  if (!wellbeing) return failure{wellbeing.error()};
  auto stress = train_stress(data.households.rows, shown_household);
  if (!stress) return failure{stress.error()};
  return report_on({*wellbeing, *stress}, unseen);
}

result<champion_figures, learning_error> compare_with_champion(const validated_pair& challenger,
                                                               const validated_pair& champion,
                                                               const surveys& data) {
  const auto part = validation_part(data);
  auto after = outputs_of(challenger.models, part);
  if (!after) return failure{after.error()};
  auto before = outputs_of(champion.models, part);
  if (!before) return failure{before.error()};
  const auto weights = [](const auto& rows) {
    std::vector<double> found;
    for (const auto& row : rows) found.push_back(row.weight);
    return found;
  };
  movement moved;
  moved.add(before->people, after->people, weights(part.people.rows));
  moved.add(before->households, after->households, weights(part.households.rows));
  return champion_figures{
      .mean_change = moved.change / moved.weight,
      .two_band_jumps = moved.jumps / moved.weight,
      .wellbeing_r2_change =
          challenger.validation.wellbeing.fit.r2 - champion.validation.wellbeing.fit.r2,
      .stress_auc_change = challenger.validation.stress.auc - champion.validation.stress.auc};
}

}  // namespace smartfin
