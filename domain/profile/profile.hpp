#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/civil_date.hpp"
#include "domain/field_error.hpp"
#include "domain/ids.hpp"
#include "domain/money.hpp"
#include "domain/patch.hpp"

namespace smartfin {

enum class profile_errc : std::uint8_t { none = 0, profile_not_found = 1, stale_version = 2 };

enum class housing { own, rent, other };
enum class income_period { month, year };

/// What a person tells about themselves and their household. Everything is optional; the score says what it misses.
struct profile_details {
  std::optional<std::string> name;
  std::optional<civil_date> birth_date;
  std::optional<int> household_size;
  std::optional<int> dependants;
  std::optional<smartfin::housing> housing;
  std::optional<money> gross_income;  // of the household, before tax
  std::optional<smartfin::income_period> income_period;
  std::optional<smartfin::currency> currency;
  std::optional<std::string> country;  // ISO 3166-1 alpha-2
  std::optional<std::string> locale;   // BCP 47
  std::optional<int> first_day_of_month;
  std::optional<int> risk_tolerance;      // 1 (none) to 10
  std::optional<bool> no_loans;           // "we owe nothing that is not on these accounts"
  std::optional<bool> accounts_complete;  // these accounts hold all the household's money
  std::optional<bool> collections;        // contacted by a debt collector in twelve months
  std::optional<bool> credit_denied;      // applied for credit and turned down in twelve months
  std::optional<bool> retirement_account;
  std::optional<bool> investments;
  std::optional<bool> health_insurance;

  friend bool operator==(const profile_details&, const profile_details&) = default;
};

/// A merge patch of the profile.
struct profile_change {
  patch<std::string> name;
  patch<civil_date> birth_date;
  patch<int> household_size;
  patch<int> dependants;
  patch<smartfin::housing> housing;
  patch<money> gross_income;
  patch<smartfin::income_period> income_period;
  patch<smartfin::currency> currency;
  patch<std::string> country;
  patch<std::string> locale;
  patch<int> first_day_of_month;
  patch<int> risk_tolerance;
  patch<bool> no_loans;
  patch<bool> accounts_complete;
  patch<bool> collections;
  patch<bool> credit_denied;
  patch<bool> retirement_account;
  patch<bool> investments;
  patch<bool> health_insurance;
};

/// Errors by field. `today` bounds the birth date.
field_errors check(const profile_change& body, civil_date today);
profile_details apply(const profile_change& change, profile_details facts);

/// Whole years on `today`.
int age_on(civil_date birth_date, civil_date today);

}  // namespace smartfin
