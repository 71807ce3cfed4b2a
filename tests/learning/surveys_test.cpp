#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <sstream>

#include "learning/prepared_export.hpp"
#include "learning/survey_hash.hpp"
#include "learning/survey_readers.hpp"
#include "survey_files.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using Catch::Matchers::WithinAbs;
using enum score_input;

namespace {

// Columns in another order than the official file's, one that nobody asked for, quotes and CRLF.
const std::string nfwbs_text =
    "\xEF\xBB\xBF\"finalwt\",puf_id,EXTRA,FWBscore,PPINCIMP,SAVINGSRANGES,HOUSERANGES,MORTGAGE,"
    "HOUSING,agecat,PPHHSIZE,PRODHAVE_1,PRODHAVE_3,PRODHAVE_4,PRODHAVE_6,PRODHAVE_8,PRODUSE_1,"
    "PRODUSE_2,MANAGE1_1,MANAGE1_2,MANAGE1_3,VOLATILITY,REJECTED_1,COLLECT,AUTOMATED_2,PPETHM,"
    "PPGENDER\r\n"
    "0.36725,7,x,61,8,5,4,2,1,4,3,1,1,1,0,0,0,0,5,4,3,2,0,0,7,1,2\r\n"
    "1.5,8,,-4,8,5,4,2,1,4,3,1,1,1,0,0,0,0,5,4,3,2,0,0,7,1,2\r\n"
    "2.00004,9,\"a,b\",40,1,99,98,-2,2,8,5,0,0,0,0,1,1,0,-1,1,2,-1,-1,8,-1,4,1";

const std::string scf_header =
    "YY1,Y1,WGT,LATE,LATE60,HPAYDAY,TURNDOWN,FEARDENIAL,BNKRUPLAST5,FORECLLAST5,INCOME,LIQ,RENT,"
    "MORTPAY,TPAY,FOODHOME,FOODAWAY,FOODDELV,CCBAL,OTH_INST,ODEBT,OTHLOC,VEH_INST,EDN_INST,MRTHEL,"
    "HOUSECL,AGE,MARRIED,KIDS,HRETQLIQ,NMMF,STOCKS,BOND,HLIQ,WSAVED,RACECL4,HHSEX\n";
const std::string scf_text =
    scf_header +
    "3,31,1000.15,0,0,0,1,0,0,0,60000,5000,0,1000,1500,6000,2400,600,2500,1000,500,0,8000,0,180000,"
    "1,44,1,2,1,0,0,10,1,2,1,1\n"
    "3,32,1000.05,0,0,0,1,0,0,0,0,5000,700,0,100,0,0,0,0,0,0,0,0,90,0,"
    "2,44,2,6,0,0,0,0,1,1,1,1\n";

}  // namespace

TEST_CASE("a well-being file is prepared by the bracket tables") {
  const scratch_directory scratch;
  const auto read = read_nfwbs(scratch.write("nfwbs.csv", nfwbs_text));
  REQUIRE(read);
  REQUIRE(read->rows.size() == 2);
  const auto& first = read->rows[0];
  CHECK(first.id == 7);
  CHECK(first.weight == 0.3672);
  CHECK(first.fwb_score == 61);
  CHECK(first.inputs[income_rel] == 1.6938);
  CHECK(first.midpoints[income_rel] == 2.117);
  CHECK(first.inputs[liquid_rel] == 1.016277);
  CHECK(first.midpoints[liquid_rel] == 2.4391);
  CHECK(first.inputs[housing_cost_ratio] == 0.084);
  CHECK(first.inputs[mortgage_to_income] == 0.96);
  CHECK(first.inputs[own_home] == 1);
  CHECK(first.inputs[age] == 45);
  CHECK(first.midpoints[age] == 49.5);
  CHECK(first.inputs[auto_saving] == 0);
  CHECK(first.inputs[collections] == 0);
}

TEST_CASE("refused and don't-know answers of the well-being file are unknown") {
  const scratch_directory scratch;
  const auto read = read_nfwbs(scratch.write("nfwbs.csv", nfwbs_text));
  REQUIRE(read);
  const auto& second = read->rows[1];
  for (const auto input : {liquid_rel, housing_cost_ratio, bills_on_time, income_volatility,
                           credit_denied, collections, auto_saving})
    CHECK_FALSE(second.inputs.knows(input));
  CHECK(second.inputs[mortgage_to_income] == 0);
  CHECK(second.inputs[high_cost_credit] == 1);
  CHECK(second.inputs[rent_home] == 1);
}

TEST_CASE("a household file is prepared with caps, and without income any amount is the cap") {
  const scratch_directory scratch;
  const auto read = read_scf(scratch.write("scf.csv", scf_text));
  REQUIRE(read);
  REQUIRE(read->rows.size() == 2);
  const auto& first = read->rows[0];
  CHECK(first.implicate == 1);
  CHECK(first.outcomes.stress());
  CHECK_FALSE(first.outcomes.severe());
  CHECK(first.inputs[income_rel] == 0.933);
  CHECK(first.inputs[liquid_rel] == 0.9328);
  CHECK(first.inputs[housing_cost_ratio] == 0.2);
  CHECK(first.inputs[debt_service_ratio] == 0.3);
  CHECK(first.inputs[essential_cushion_m] == 2.22);
  CHECK(first.inputs[card_balance_ratio] == 0.5);
  CHECK(first.inputs[other_debt_ratio] == 0.3);
  CHECK(first.inputs[vehicle_debt_ratio] == 1.6);
  CHECK(first.inputs[mortgage_to_income] == 3);
  CHECK(first.inputs[household_size] == 4);
  CHECK(first.inputs[investments] == 1);
  const auto& second = read->rows[1];
  CHECK(second.inputs[housing_cost_ratio] == 1.5);
  CHECK(second.inputs[debt_service_ratio] == 1.5);
  CHECK(second.inputs[student_debt_ratio] == 36);
  CHECK(second.inputs[card_balance_ratio] == 0);
  CHECK(second.inputs[household_size] == 5);
  CHECK(second.inputs[rent_home] == 1);
}

TEST_CASE("a plain and a gzip file of one table read alike, hash included") {
  const scratch_directory scratch;
  const auto plain = read_scf(scratch.write("scf.gz", scf_text));
  const auto packed = read_scf(scratch.write_gzip("scf.csv", scf_text));
  REQUIRE(plain);
  REQUIRE(packed);
  CHECK(plain->sha256 == packed->sha256);
  CHECK(plain->sha256.size() == 64);
  CHECK(plain->rows.size() == packed->rows.size());
}

TEST_CASE("files that are no survey are refused with the reason") {
  const scratch_directory scratch;
  const auto refusal = [&](const std::string& text) {
    const auto read = read_scf(scratch.write("scf.csv", text));
    return read ? learning_errc::none : read.error().code;
  };
  CHECK(refusal("") == learning_errc::not_the_survey);
  CHECK(refusal("a,b\n1,2\n") == learning_errc::not_the_survey);
  CHECK(refusal(scf_header) == learning_errc::no_rows);
  CHECK(refusal(scf_header + "3,31\n") == learning_errc::not_the_survey);
  std::string letters = scf_text;
  letters.replace(letters.find("60000"), 5, "sixty");
  CHECK(refusal(letters) == learning_errc::not_the_survey);
  std::string empty_cell = scf_text;
  empty_cell.replace(empty_cell.find("60000"), 5, "");
  CHECK(refusal(empty_cell) == learning_errc::not_the_survey);
  const auto missing = read_scf(scratch.path() / "nothing.csv");
  REQUIRE(!missing);
  CHECK(missing.error().code == learning_errc::cannot_read);
}

TEST_CASE("a gzip file that ends early is refused") {
  const scratch_directory scratch;
  std::string many = scf_text;
  for (int i = 0; i < 2000; ++i) many += scf_text.substr(scf_header.size());
  const auto file = scratch.write_gzip("scf.csv.gz", many);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  const auto read = read_scf(file);
  REQUIRE(!read);
  CHECK(read.error().code == learning_errc::cannot_read);
}

TEST_CASE("prepared rows are written with whole codes, short decimals and empty unknowns") {
  const scratch_directory scratch;
  const auto read = read_nfwbs(scratch.write("nfwbs.csv", nfwbs_text));
  REQUIRE(read);
  std::ostringstream out;
  write_prepared(out, read->rows);
  CHECK(out.str() ==
        "id,weight,fwb_score,income_rel,liquid_rel,income_rel_mid,liquid_rel_mid,"
        "housing_cost_ratio,own_home,rent_home,age,age_mid,household_size,mortgage_to_income,"
        "student_loan,retirement_acct,investments,bank_account,health_insurance,high_cost_credit,"
        "bills_on_time,card_paid_full,within_budget,income_volatility,credit_denied,collections,"
        "auto_saving,audit_race,audit_sex\n"
        "7,0.3672,61,1.6938,1.016277,2.117,2.4391,0.084,1,0,45,49.5,3,0.96,0,1,0,1,1,0,5,3,4,2,0,0,"
        "0,1,2\n"
        "9,2.0,40,0.0,,0.212,,,0,1,75,80.0,5,0.0,1,0,0,0,0,1,,2,1,,,,,4,1\n");
}

TEST_CASE("every cell of the published training files is reproduced from the raw files") {
  if (!surveys_are_here()) SKIP("the survey files are not beside the checkout");
  const auto directory = survey_directory();
  std::ostringstream people;
  const auto nfwbs = read_nfwbs(directory / "NFWBS_PUF_2016_train.csv.gz");
  REQUIRE(nfwbs);
  write_prepared(people, nfwbs->rows);
  CHECK((people.str() == unpacked(directory / "nfwbs_training.csv")));
  std::ostringstream households;
  const auto scf = read_scf(directory / "SCFP2019_train.csv.gz");
  REQUIRE(scf);
  write_prepared(households, scf->rows);
  CHECK((households.str() == unpacked(directory / "scf2019_training.csv.gz")));
}

TEST_CASE("draws depend on survey, id, copy and label, and on nothing else") {
  const double once = drawn(survey_name::scf, 42, 1, "age");
  CHECK(once == drawn(survey_name::scf, 42, 1, "age"));
  CHECK(once != drawn(survey_name::nfwbs, 42, 1, "age"));
  CHECK(once != drawn(survey_name::scf, 43, 1, "age"));
  CHECK(once != drawn(survey_name::scf, 42, 2, "age"));
  CHECK(once != drawn(survey_name::scf, 42, 1, "income_rel"));
}

TEST_CASE("masks hide about a third, folds and the validation fifth have their sizes") {
  score_inputs all;
  for (const auto& traits : all_inputs()) all[traits.input] = 1;
  double hidden = 0;
  int validation = 0;
  int per_fold[5] = {};
  constexpr int people = 4000;
  for (int id = 1; id <= people; ++id) {
    const auto left = masked(all, survey_name::nfwbs, id, measuring_copy);
    for (const auto& traits : all_inputs()) hidden += !left.knows(traits.input);
    validation += in_validation(survey_name::nfwbs, id);
    ++per_fold[fold_of(survey_name::nfwbs, id, 5)];
  }
  CHECK_THAT(hidden / (people * 28.0), WithinAbs(0.325, 0.01));
  CHECK_THAT(validation / static_cast<double>(people), WithinAbs(0.2, 0.02));
  for (const int size : per_fold) CHECK_THAT(size / 800.0, WithinAbs(1, 0.1));
}
