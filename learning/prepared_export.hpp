#pragma once

#include <iosfwd>
#include <vector>

#include "learning/survey_rows.hpp"

namespace smartfin {

/// The prepared rows as CSV, in the form of the training files beside the score's design: whole
/// numbers for codes, shortest decimals for the rest, an empty cell for unknown.
void write_prepared(std::ostream& out, const std::vector<wellbeing_person>& people);
void write_prepared(std::ostream& out, const std::vector<survey_household>& households);

}  // namespace smartfin
