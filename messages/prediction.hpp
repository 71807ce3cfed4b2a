#pragma once

#include <boost/describe/class.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/civil_date.hpp"
#include "domain/money.hpp"
#include "messages/call_context.hpp"
#include "messages/done.hpp"

namespace smartfin {

struct score_range {
  double low = 0;
  double high = 0;
};
struct score_model {
  std::string id;
  std::string hash;
};
struct score_input_view {
  std::string name;
  std::optional<double> value;
  double points = 0;
  bool known = false;
};
/// base + all points = score before rounding. The group "limit" appears only where an end of the scale was reached.
struct score_factor_view {
  std::string group;
  double points = 0;
  std::vector<score_input_view> inputs;
};
struct score_view {
  int score = 0;  // 0 to 100
  double exact = 0;
  std::string band;
  score_range range;
  score_model model;
  bool provisional = false;
  bool rule_based = false;
  bool uncalibrated = false;
  bool partial = false;
  double coverage = 0;                       // 0 to 1: how much of the usual weight is known
  std::optional<double> wellbeing;           // predicted points of the CFPB scale
  std::optional<double> stress_probability;  // 0 to 1
  double base = 0;
  std::vector<score_factor_view> factors;
  instant computed_at{};
};

struct loan_change {
  money principal{0, currency::usd()};
  double annual_rate_percent = 0;
  int months = 0;
  std::string type;
};
struct category_change {
  std::string role;
  money less_per_month{0, currency::usd()};
};
/// Each on its own; amounts are new values per month or balances, in the book's currency.
struct score_changes {
  std::optional<money> monthly_income;
  std::optional<money> liquid_balance;
  std::optional<money> monthly_debt_payments;
  std::optional<money> card_balance;
  std::optional<money> monthly_rent;
  std::optional<money> monthly_saving;
  std::optional<loan_change> loan;
  std::optional<std::vector<category_change>> category_cuts;
  std::optional<int> horizon_months;
};
struct what_if_body {
  score_changes changes;
};
struct factor_change_view {
  std::string group;
  double points = 0;
};
struct what_if_view {
  score_view before;
  score_view after;
  double change = 0;
  std::vector<factor_change_view> factors;
};
struct past_score {
  civil_date day;
  int score = 0;
  std::string model;
  instant computed_at{};
};

BOOST_DESCRIBE_STRUCT(score_range, (), (low, high))
BOOST_DESCRIBE_STRUCT(score_model, (), (id, hash))
BOOST_DESCRIBE_STRUCT(score_input_view, (), (name, value, points, known))
BOOST_DESCRIBE_STRUCT(score_factor_view, (), (group, points, inputs))
BOOST_DESCRIBE_STRUCT(score_view, (),
                      (score, exact, band, range, model, provisional, rule_based, uncalibrated,
                       partial, coverage, wellbeing, stress_probability, base, factors,
                       computed_at))
BOOST_DESCRIBE_STRUCT(loan_change, (), (principal, annual_rate_percent, months, type))
BOOST_DESCRIBE_STRUCT(category_change, (), (role, less_per_month))
BOOST_DESCRIBE_STRUCT(score_changes, (),
                      (monthly_income, liquid_balance, monthly_debt_payments, card_balance,
                       monthly_rent, monthly_saving, loan, category_cuts, horizon_months))
BOOST_DESCRIBE_STRUCT(what_if_body, (), (changes))
BOOST_DESCRIBE_STRUCT(factor_change_view, (), (group, points))
BOOST_DESCRIBE_STRUCT(what_if_view, (), (before, after, change, factors))
BOOST_DESCRIBE_STRUCT(past_score, (), (day, score, model, computed_at))

struct show_score {
  call_context ctx;
};
struct ask_what_if {
  call_context ctx;
  score_changes changes;
};
struct list_scores {
  call_context ctx;
  civil_date before;
  int limit = 50;
};
struct score_page {
  std::vector<past_score> items;
  bool more = false;
};

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(show_score, (), (ctx))
BOOST_DESCRIBE_STRUCT(ask_what_if, (), (ctx, changes))
BOOST_DESCRIBE_STRUCT(list_scores, (), (ctx, before, limit))
BOOST_DESCRIBE_STRUCT(score_page, (), (items, more))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::show_score)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::ask_what_if)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_scores)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::score_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::what_if_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::score_page)

namespace smartfin {

/// The ML PREDICTION service.
using prediction_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // The book's score of now, explained; kept in its history. Idempotent. Errors: too_little_known, outages of PROFILE
    // and FINANCE.
    caf::replies_to<show_score>::with<score_view>,
    // Two scores of one household. Changes nothing. Errors: bad_change, then as show_score.
    caf::replies_to<ask_what_if>::with<what_if_view>,
    // One score a day, newest first. Idempotent.
    caf::replies_to<list_scores>::with<score_page>>;

}  // namespace smartfin
