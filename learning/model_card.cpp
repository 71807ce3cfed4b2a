#include "learning/model_card.hpp"

#include <iomanip>
#include <sstream>

namespace smartfin {
namespace {

constexpr std::string_view use = R"(## Use

For adults who want to understand and improve their own finances, and for what-ifs. **Not** for
credit, employment, insurance or pricing decisions, and not advice.

The score is 50 + 1.2 (F - 54) - 8 (M + 1.7), held within 0 to 100. F is the predicted score on
the Financial Well-Being Scale of the US Consumer Financial Protection Bureau; M is the log-odds
of a late loan payment, a payday loan or a credit denial within a year. The median US household
scores about 50. The models describe households with finances like yours. They do not say what
will happen, nor what causes what: both surveys are cross-sections.
)";

constexpr std::string_view data = R"(## Data

US Consumer Financial Protection Bureau, National Financial Well-Being Survey 2016, public-use
file; Federal Reserve Board, Survey of Consumer Finances 2019, summary extract. Works of the US
government, in the public domain in the US; neither agency endorses this product. Self-reports,
before the pandemic. Other countries enter only through income relative to their own median: not
validated, shown as "uncalibrated". SCF answers speak for households, NFWBS answers for adults;
gross income is meant, and net pay used by mistake lowers the score by about one point.
)";

constexpr std::string_view limits = R"(## Limits and fairness

* About half of felt well-being is not in the finances at all; read the range, not the digit.
* Boosted trees beat a good linear model only a little (R2 +0.009, AUC +0.008). They are used
  because they take missing answers, obey directions and explain themselves exactly.
* Direction constraints cost no measurable accuracy; masked copies of the training rows cost
  0.002-0.003 R2 with all inputs known and win 0.09 when a third is missing.
* Age is an input; without it R2 falls by 0.007 and AUC by 0.004. Sex, race, education, marital
  status, postcode and country of youth are not inputs.
* Audit of the recipe (design study, out of fold): felt minus predicted well-being, men 0.0,
  women -0.1; White -0.7, Black +3.7, Hispanic +0.6, other -2.1 points (R2 .51 / .31 / .46 /
  .34): the model is weaker for Black respondents and understates their well-being. All age
  bands within 0.15. Stress observed / predicted: men .204 / .197, women .223 / .241 (by the
  survey's reference person); White .172 / .177, Black .293 / .281, Hispanic .270 / .286, other
  .256 / .230.
* Survey imputation alone moves a household's score by about 0.5 points (90 %: 1.5).
* The denial question's window is taken to be twelve months; the codebook of 2019 was not
  checked.

## Fallback, contesting, erasure

Without a model, with fewer than three months of history, or with too little known, a
transparent rule score of seven indicators answers and says so (correlation with this score
.82-.89). Every score comes with the inputs it was made from: correct the underlying entries or
profile answers and it is computed again. No user data is ever used to train these models;
deleting an account deletes its scores. A new model is promoted only past the gate, and a change
of scale raises the score's version.
)";

void add_figures(std::ostream& out, const char* how, const evaluation_figures& figures) {
  const auto& fit = figures.wellbeing.fit;
  const auto& stress = figures.stress;
  const auto& score = figures.score;
  out << "| " << how << " | " << figures.wellbeing.n << " | " << fit.r2 << " | " << fit.mae << " | "
      << fit.spearman << " | " << stress.n << " | " << stress.auc << " | " << stress.severe_auc
      << " | " << stress.calibration.brier << " | " << stress.calibration.ece << " | " << score.auc
      << " | " << score.severe_auc << " | " << score.spearman << " |\n";
}

void add_accuracy(std::ostream& out, const model_manifest& manifest) {
  out << "## Accuracy, survey-weighted\n\n"
      << "| measured on | people | FWB R2 | MAE | Spearman | households | stress AUC | severe AUC "
         "| Brier | ECE | score: stress AUC | severe AUC | Spearman with FWB |\n"
      << "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  add_figures(out, "a fifth never trained on, models of the rest", manifest.validation);
  if (manifest.cross_validation)
    add_figures(out, "five-fold cross-validation, households whole", *manifest.cross_validation);
  out << "\nFor 80 % of people felt well-being lies within " << std::setprecision(3)
      << manifest.spread.complete << " points of F, and within " << manifest.spread.third_missing
      << " with a third of the answers missing.\n"
      << "In the design study the recipe reached, on other people: R2 0.502 (95 % interval "
         "0.46-0.54), MAE 7.77 (7.35-8.16); stress AUC 0.796 (0.76-0.83), severe 0.827 "
         "(0.79-0.87); score 0.785 / 0.830 / 0.72.\n\n";
}

void add_gates(std::ostream& out, const model_manifest& manifest) {
  out << "## Gate\n\n";
  if (manifest.failed_gates.empty()) out << "All gates passed.\n";
  for (const auto& gate : manifest.failed_gates) out << "* failed: " << gate << '\n';
  out << '\n';
}

}  // namespace

std::string model_card(const model_manifest& manifest) {
  std::ostringstream out;
  out << std::setprecision(4);
  out << "# Model card: financial-health score " << manifest.id << "\n\n"
      << "Score version " << manifest.score_version << ", trained on " << manifest.trained_on
      << ". Owner: the operator of this installation.\n\n"
      << use << '\n'
      << data << '\n';
  add_accuracy(out, manifest);
  add_gates(out, manifest);
  out << limits << "\n## Identity\n\n"
      << "* models, SHA-256: " << manifest.hash << '\n'
      << "* NFWBS: " << manifest.nfwbs.rows << " people, unpacked file SHA-256 "
      << manifest.nfwbs.sha256 << '\n'
      << "* SCF: " << manifest.scf.rows << " rows, unpacked file SHA-256 " << manifest.scf.sha256
      << '\n'
      << "* recipe, columns, ranges and golden rows: manifest.json\n";
  return out.str();
}

}  // namespace smartfin
