#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "domain/result.hpp"
#include "learning/learning_error.hpp"
#include "learning/survey_rows.hpp"

namespace smartfin {

template <class Row>
struct survey {
  std::vector<Row> rows;
  std::string sha256;  // of the unpacked file
};
using wellbeing_survey = survey<wellbeing_person>;
using household_survey = survey<survey_household>;

/// Reads the public-use file NFWBS_PUF_2016_data.csv or any subset of its rows. People without a
/// score (-4, -1) are left out. Errors: cannot_read, not_the_survey, no_rows.
result<wellbeing_survey, learning_error> read_nfwbs(const std::filesystem::path& file);

/// Reads the summary extract SCFP2019.csv or any subset of its rows.
/// Errors: cannot_read, not_the_survey, no_rows.
result<household_survey, learning_error> read_scf(const std::filesystem::path& file);

/// The inputs that the prepared file shows for these amounts, rounded like there.
score_inputs prepare(const household_amounts& amounts, const household_facts& facts);

/// NFWBS: median household income 2016 (Census) per month. SCF: of 2018, in the file's 2019
/// dollars.
inline constexpr double nfwbs_reference_month = 59039.0 / 12;
inline constexpr double scf_reference_month = 63179 * 1.018117902 / 12;

/// Ties go to the even digit of the scaled value, which is how the prepared files were rounded.
double rounded(double value, int decimals);

}  // namespace smartfin
