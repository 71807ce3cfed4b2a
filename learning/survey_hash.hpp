#pragma once

#include <cstdint>
#include <string_view>

#include "domain/score/score_input.hpp"

namespace smartfin {

/// Names one survey in every hash, so that equal ids of two surveys draw different numbers.
enum class survey_name : std::uint8_t { nfwbs = 1, scf = 2 };

/// Draws that depend on nothing but their arguments, the same on every machine and in every
/// language: FNV-1a over "survey:id:copy:label", then the finaliser of SplitMix64, then the upper
/// 53 bits as a number in [0, 1).
double drawn(survey_name survey, std::int64_t id, int copy, std::string_view label);

/// Hides each input with a probability that is itself drawn per row and copy from 5-60 %.
/// `row_id` names one row: the id of a person, or ten times the household's plus the implicate.
score_inputs masked(const score_inputs& inputs, survey_name survey, std::int64_t row_id, int copy);

/// 0..folds-1; households whole, since it depends on the id alone.
int fold_of(survey_name survey, std::int64_t id, int folds);

/// One in five people or households, kept for the gate.
bool in_validation(survey_name survey, std::int64_t id);

/// The copy whose masks measure accuracy with a third of the inputs missing; never trained on.
inline constexpr int measuring_copy = 9;

}  // namespace smartfin
