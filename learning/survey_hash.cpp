#include "learning/survey_hash.hpp"

#include <string>

namespace smartfin {
namespace {

constexpr double hide_min = 0.05;
constexpr double hide_max = 0.60;
constexpr double validation_share = 0.2;

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

std::uint64_t finalised(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace

double drawn(survey_name survey, std::int64_t id, int copy, std::string_view label) {
  std::string text(survey == survey_name::nfwbs ? "nfwbs:" : "scf:");
  text += std::to_string(id) + ":" + std::to_string(copy) + ":";
  text += label;
  return static_cast<double>(finalised(fnv1a(text)) >> 11) * 0x1p-53;
}

score_inputs masked(const score_inputs& inputs, survey_name survey, std::int64_t row_id, int copy) {
  const double share = hide_min + (hide_max - hide_min) * drawn(survey, row_id, copy, "share");
  score_inputs left = inputs;
  for (const auto& traits : all_inputs())
    if (drawn(survey, row_id, copy, traits.name) < share)
      left[traits.input] = std::numeric_limits<double>::quiet_NaN();
  return left;
}

int fold_of(survey_name survey, std::int64_t id, int folds) {
  return static_cast<int>(drawn(survey, id, 0, "fold") * folds);
}

bool in_validation(survey_name survey, std::int64_t id) {
  return drawn(survey, id, 0, "validation") < validation_share;
}

}  // namespace smartfin
