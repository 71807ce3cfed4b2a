#include "learning/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace smartfin {
namespace {

constexpr int bins = 10;
constexpr int newton_steps = 25;

std::vector<std::size_t> order_by(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

/// Calls `visit` with each run of equal values in `order`.
template <class Visit>
void for_each_tie(const std::vector<std::size_t>& order, std::span<const double> values,
                  Visit visit) {
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    visit(std::span(order).subspan(begin, end - begin));
    begin = end;
  }
}

double mean_of(std::span<const double> values, std::span<const double> weight) {
  double sum = 0;
  double total = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += weight[i] * values[i];
    total += weight[i];
  }
  return sum / total;
}

std::vector<double> ranks_of(std::span<const double> values, std::span<const double> weight) {
  std::vector<double> ranks(values.size());
  double below = 0;
  for_each_tie(order_by(values), values, [&](std::span<const std::size_t> tied) {
    double here = 0;
    for (const auto i : tied) here += weight[i];
    for (const auto i : tied) ranks[i] = below + here / 2;
    below += here;
  });
  return ranks;
}

double probability(double margin) { return 1 / (1 + std::exp(-margin)); }

/// Newton's method on intercept and slope.
double calibration_slope(const std::vector<bool>& positive, std::span<const double> margin,
                         std::span<const double> weight) {
  double intercept = 0;
  double slope = 1;
  for (int step = 0; step < newton_steps; ++step) {
    double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
    for (std::size_t i = 0; i < margin.size(); ++i) {
      const double p = probability(intercept + slope * margin[i]);
      const double residual = weight[i] * ((positive[i] ? 1 : 0) - p);
      const double spread = weight[i] * p * (1 - p);
      g0 += residual;
      g1 += residual * margin[i];
      h00 += spread;
      h01 += spread * margin[i];
      h11 += spread * margin[i] * margin[i];
    }
    const double determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 0)) break;
    intercept += (h11 * g0 - h01 * g1) / determinant;
    slope += (h00 * g1 - h01 * g0) / determinant;
  }
  return slope;
}

}  // namespace

double spearman_of(std::span<const double> a, std::span<const double> b,
                   std::span<const double> weight) {
  const auto ranks_a = ranks_of(a, weight);
  const auto ranks_b = ranks_of(b, weight);
  const double mean_a = mean_of(ranks_a, weight);
  const double mean_b = mean_of(ranks_b, weight);
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < ranks_a.size(); ++i) {
    const double da = ranks_a[i] - mean_a;
    const double db = ranks_b[i] - mean_b;
    ab += weight[i] * da * db;
    aa += weight[i] * da * da;
    bb += weight[i] * db * db;
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

regression_figures regression_of(std::span<const double> truth, std::span<const double> predicted,
                                 std::span<const double> weight) {
  const double mean = mean_of(truth, weight);
  double squared = 0, absolute = 0, spread = 0, total = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const double residual = truth[i] - predicted[i];
    squared += weight[i] * residual * residual;
    absolute += weight[i] * std::abs(residual);
    spread += weight[i] * (truth[i] - mean) * (truth[i] - mean);
    total += weight[i];
  }
  return {.r2 = spread > 0 ? 1 - squared / spread : 0,
          .mae = absolute / total,
          .spearman = spearman_of(truth, predicted, weight)};
}

double auc_of(const std::vector<bool>& positive, std::span<const double> ranked_by,
              std::span<const double> weight) {
  double negatives_below = 0, positives = 0, won = 0;
  for_each_tie(order_by(ranked_by), ranked_by, [&](std::span<const std::size_t> tied) {
    double up = 0, down = 0;
    for (const auto i : tied) (positive[i] ? up : down) += weight[i];
    won += up * (negatives_below + down / 2);
    positives += up;
    negatives_below += down;
  });
  const double pairs = positives * negatives_below;
  return pairs > 0 ? won / pairs : 0.5;
}

probability_figures calibration_of(const std::vector<bool>& positive,
                                   std::span<const double> margin, std::span<const double> weight) {
  const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
  struct bin {
    double weight = 0, predicted = 0, observed = 0;
  };
  std::vector<bin> found(bins);
  double brier = 0, before = 0;
  for (const auto i : order_by(margin)) {
    const double p = probability(margin[i]);
    const double y = positive[i] ? 1 : 0;
    brier += weight[i] * (y - p) * (y - p);
    auto& into =
        found[std::min<std::size_t>(bins - 1, static_cast<std::size_t>(before / total * bins))];
    into.weight += weight[i];
    into.predicted += weight[i] * p;
    into.observed += weight[i] * y;
    before += weight[i];
  }
  double ece = 0;
  for (const auto& b : found) ece += std::abs(b.predicted - b.observed) / total;
  return {.brier = brier / total, .ece = ece, .slope = calibration_slope(positive, margin, weight)};
}

}  // namespace smartfin
