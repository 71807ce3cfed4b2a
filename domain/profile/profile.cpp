#include "domain/profile/profile.hpp"

#include <algorithm>

#include "domain/ledger/account.hpp"
#include "domain/text_rules.hpp"

namespace smartfin {
namespace {

struct int_range {
  int min = 0;
  int max = 0;
};

void check_range(const char* field, const patch<int>& value, int_range range,
                 field_errors& errors) {
  if (value.sets() && (value.value() < range.min || value.value() > range.max))
    errors.push_back(
        {field, "out_of_range",
         "must be between " + std::to_string(range.min) + " and " + std::to_string(range.max)});
}

bool is_country(const std::string& text) {
  return text.size() == 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Letters, digits and hyphens, as "en", "pt-BR", "zh-Hant-TW": the shape of BCP 47, not its registry.
bool is_locale(const std::string& text) {
  const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  return text.size() >= 2 && text.size() <= 35 && is_letter(text[0]) && is_letter(text[1]) &&
         text.back() != '-' && text.find("--") == text.npos &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

field_errors check(const profile_change& body, civil_date today) {
  field_errors errors;
  if (body.name.sets())
    check_text("/name", trimmed(body.name.value()), {.length_min = 1, .length_max = 100}, errors);
  if (body.birth_date.sets() &&
      (body.birth_date.value() > today || body.birth_date.value() < today.plus_months(-12 * 130)))
    errors.push_back({"/birth_date", "out_of_range", "must lie within the last 130 years"});
  check_range("/household_size", body.household_size, {1, 30}, errors);
  check_range("/dependants", body.dependants, {0, 29}, errors);
  check_range("/first_day_of_month", body.first_day_of_month, {1, 28}, errors);
  check_range("/risk_tolerance", body.risk_tolerance, {1, 10}, errors);
  if (body.gross_income.sets()) {
    check_amount("/gross_income/amount", body.gross_income.value(), errors);
    if (body.gross_income.value().minor < 0)
      errors.push_back({"/gross_income/amount", "out_of_range", "must not be negative"});
  }
  if (body.country.sets() && !is_country(body.country.value()))
    errors.push_back({"/country", "invalid_country", "must be an ISO 3166 code of two capitals"});
  if (body.locale.sets() && !is_locale(body.locale.value()))
    errors.push_back({"/locale", "invalid_locale", "must be a language tag such as \"en-GB\""});
  return errors;
}

profile_details apply(const profile_change& change, profile_details facts) {
  const auto merge = [](const auto& member, auto& field) { field = member.applied_to(field); };
  merge(change.name, facts.name);
  merge(change.birth_date, facts.birth_date);
  merge(change.household_size, facts.household_size);
  merge(change.dependants, facts.dependants);
  merge(change.housing, facts.housing);
  merge(change.gross_income, facts.gross_income);
  merge(change.income_period, facts.income_period);
  merge(change.currency, facts.currency);
  merge(change.country, facts.country);
  merge(change.locale, facts.locale);
  merge(change.first_day_of_month, facts.first_day_of_month);
  merge(change.risk_tolerance, facts.risk_tolerance);
  merge(change.no_loans, facts.no_loans);
  merge(change.accounts_complete, facts.accounts_complete);
  merge(change.collections, facts.collections);
  merge(change.credit_denied, facts.credit_denied);
  merge(change.retirement_account, facts.retirement_account);
  merge(change.investments, facts.investments);
  merge(change.health_insurance, facts.health_insurance);
  return facts;
}

int age_on(civil_date birth_date, civil_date today) {
  const bool before_birthday =
      std::pair{today.month(), today.day()} < std::pair{birth_date.month(), birth_date.day()};
  return today.year() - birth_date.year() - (before_birthday ? 1 : 0);
}

}  // namespace smartfin
