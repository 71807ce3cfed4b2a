#include <cmath>

#include "learning/survey_readers.hpp"

namespace smartfin {

double rounded(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  return std::nearbyint(value * scale) / scale;
}

}  // namespace smartfin
