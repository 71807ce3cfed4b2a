#pragma once

#include <algorithm>
#include <cmath>
#include <random>

#include "domain/score/what_if.hpp"

namespace smartfin::testing {

/// Draws households and changes; the same seed draws the same ones.
class household_source {
public:
  explicit household_source(unsigned seed) : engine_(seed) {}

  bool chance(double share) { return std::uniform_real_distribution<>()(engine_) < share; }
  int whole(int low, int high) { return std::uniform_int_distribution<>(low, high)(engine_); }
  /// Over several orders of magnitude, now and then exactly 0.
  std::int64_t amount(double high) {
    if (chance(0.1)) return 0;
    return static_cast<std::int64_t>(
        high * std::pow(10, -3 * std::uniform_real_distribution<>()(engine_)));
  }
  std::optional<bool> answer() { return chance(0.3) ? std::nullopt : std::optional(chance(0.5)); }

  ledger_facts ledger() {
    ledger_facts facts;
    const int months = chance(0.1) ? whole(0, 2) : whole(3, 12);
    const auto usual = usual_month();
    for (int m = 0; m < months; ++m) facts.months.push_back(near(usual, m));
    if (!chance(0.1)) facts.liquid = amount(10'000'000) - (chance(0.05) ? 100'000 : 0);
    for (const auto type :
         {account_type::checking, account_type::savings, account_type::personal_loan,
          account_type::vehicle_loan, account_type::student_loan, account_type::mortgage,
          account_type::investment, account_type::retirement})
      if (chance(0.4)) facts.balance[static_cast<std::size_t>(type)] = amount(30'000'000);
    if (chance(0.6)) facts.card_revolving = amount(2'000'000);
    facts.dues_on_time = count();
    facts.statements_paid = count();
    facts.months_in_budget = count();
    facts.saves_regularly = answer();
    facts.has_high_cost_credit = chance(0.1);
    return facts;
  }

  profile_facts profile() {
    profile_facts facts;
    if (chance(0.4)) facts.gross_monthly_income = amount(3'000'000);
    if (chance(0.8)) facts.age = whole(18, 95);
    if (chance(0.8)) facts.household_size = whole(1, 7);
    if (chance(0.8)) facts.tenure = static_cast<home_tenure>(whole(1, 3));
    if (chance(0.7)) facts.loans = static_cast<loan_answer>(whole(1, 3));
    facts.has_card = answer();
    facts.has_retirement_account = answer();
    facts.has_investments = answer();
    facts.has_bank_account = answer();
    facts.has_health_insurance = answer();
    facts.saves_automatically = answer();
    facts.contacted_by_collector = answer();
    facts.credit_denied = answer();
    return facts;
  }

  household_figures household() {
    return figures_of(ledger(), profile(), frame_for(currency::usd(), 2026));
  }

  /// A change for the better of what is known, or nothing when this lever has nothing to move.
  std::optional<what_if_changes> improvement(const household_figures& now) {
    what_if_changes changes;
    switch (whole(0, 6)) {
      case 0:
        changes.monthly_income = more(now.net_income);
        break;
      case 1:
        changes.liquid_balance = more(now.liquid);
        break;
      case 2:
        if (!std::isnan(now.loan_payments) && !std::isnan(now.mortgage_payment))
          changes.monthly_debt_payments =
              less(now.loan_payments + now.mortgage_payment + now.card_payments);
        break;
      case 3:
        changes.card_balance = less(now.card_balance);
        break;
      case 4:
        changes.monthly_rent = less(now.rent);
        break;
      case 5:
        changes.category_cuts = {{cuttable(), amount(300'000)}, {cuttable(), amount(100'000)}};
        changes.horizon_months = whole(0, 24);
        break;
      default:
        changes.monthly_saving = amount(200'000);
        changes.horizon_months = whole(0, 36);
        break;
    }
    const bool any = changes.monthly_income || changes.liquid_balance ||
                     changes.monthly_debt_payments || changes.card_balance ||
                     changes.monthly_rent || changes.monthly_saving ||
                     !changes.category_cuts.empty();
    return any ? std::optional(changes) : std::nullopt;
  }

  what_if_changes loan() {
    constexpr account_type types[] = {account_type::personal_loan, account_type::vehicle_loan,
                                      account_type::student_loan, account_type::mortgage};
    return {.loan = new_loan{.principal = amount(20'000'000),
                             .annual_rate_percent = whole(0, 300) / 10.0,
                             .months = whole(1, 360),
                             .type = types[whole(0, 3)]}};
  }

private:
  share_count count() {
    const int total = whole(0, 40);
    return {whole(0, total), total};
  }

  category_role cuttable() {
    constexpr category_role roles[] = {
        category_role::rent,    category_role::groceries, category_role::eating_out,
        category_role::leisure, category_role::shopping,  category_role::investment_purchase,
        category_role::travel,  category_role::utilities, category_role::other_expense};
    return roles[whole(0, 8)];
  }

  std::optional<std::int64_t> more(double now) {
    if (std::isnan(now) || now < 0) return std::nullopt;
    return static_cast<std::int64_t>(std::ceil(now)) + amount(2'000'000);
  }

  std::optional<std::int64_t> less(double now) {
    if (std::isnan(now) || now < 0) return std::nullopt;
    return static_cast<std::int64_t>(now * std::uniform_real_distribution<>()(engine_));
  }

  month_facts usual_month() {
    month_facts month;
    using enum category_role;
    if (!chance(0.1)) month[salary] = amount(1'500'000);
    if (chance(0.4)) month[other_income] = amount(300'000);
    if (chance(0.2)) month[refund] = amount(20'000);
    if (chance(0.5)) month[rent] = amount(300'000);
    if (chance(0.3)) month[mortgage_payment] = amount(300'000);
    for (const auto role : {groceries, eating_out, leisure, shopping, utilities, other_expense})
      if (chance(0.7)) month[role] = amount(150'000);
    for (const auto role :
         {personal_loan_payment, vehicle_loan_payment, student_loan_payment, high_cost_credit,
          debt_collection, vehicle_purchase, investment_purchase, travel, food_delivery})
      if (chance(0.2)) month[role] = amount(100'000);
    if (chance(0.5)) month.card_payments = amount(200'000);
    return month;
  }

  month_facts near(month_facts usual, int index) {
    usual.month = civil_month::from_index(660 + index);
    for (auto& sum : usual.by_role) sum = sum * whole(80, 120) / 100;
    if (chance(0.05)) usual[category_role::other_income] += amount(5'000'000);
    return usual;
  }

  std::mt19937 engine_;
};

/// Both know the same inputs.
inline bool same_knowledge(const score_inputs& a, const score_inputs& b) {
  return std::all_of(all_inputs().begin(), all_inputs().end(), [&](const auto& traits) {
    return a.knows(traits.input) == b.knows(traits.input);
  });
}

}  // namespace smartfin::testing
