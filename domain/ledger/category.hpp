#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "domain/ids.hpp"

namespace smartfin {

/// What a category means to the rules. The name is the user's; the role is what reports and the score rely on.
/// Values are stored: append only.
enum class category_role : std::uint8_t {
  other_expense = 0,
  salary = 1,
  other_income = 2,
  refund = 3,  // reduces spending, is not income
  rent = 4,
  mortgage_payment = 5,
  groceries = 6,
  eating_out = 7,
  food_delivery = 8,
  utilities = 9,
  transport = 10,
  insurance = 11,
  health = 12,
  personal_loan_payment = 13,
  vehicle_loan_payment = 14,
  student_loan_payment = 15,
  high_cost_credit = 16,  // payday, cash advance, pawn, title loan
  debt_collection = 17,   // paid to a collection agency
  shopping = 18,
  leisure = 19,
  travel = 20,
  education = 21,
  children = 22,
  gifts = 23,
  taxes = 24,
  fees = 25,
  home_purchase = 26,  // a purchase of an asset is not spending
  vehicle_purchase = 27,
  investment_purchase = 28,
  uncategorised_income = 29,
  uncategorised_expense = 30,
};

enum class category_kind : std::uint8_t { income = 1, expense = 2 };

struct starter_category {
  std::string_view name;
  category_kind kind;
  category_role role;
};

/// What a new book starts with: enough for most households, each role at least once. Order is display order.
std::span<const starter_category> starter_categories();
/// The category of that id in every book, or nothing. Ids are positions in the starter set, counted from 1.
const starter_category* find_category(category_id id);
category_id category_with_role(category_role role);
/// Whether its postings are spending: expenses, and refunds, which reduce it.
bool counts_as_spending(const starter_category& category);

/// A stable lower-case name of the role, as the API shows it.
std::string_view role_name(category_role role);
std::optional<category_role> role_from_name(std::string_view name);

/// What an account is. Values are stored: append only.
enum class account_type : std::uint8_t {
  checking = 1,
  savings = 2,
  cash = 3,
  card = 4,
  personal_loan = 5,
  vehicle_loan = 6,
  student_loan = 7,
  mortgage = 8,
  investment = 9,
  retirement = 10,
  property = 11,
  other_asset = 12,
  other_liability = 13,
};

std::string_view account_type_name(account_type type);
std::optional<account_type> account_type_from_name(std::string_view name);
/// Money owed: its balance is negative when something is owed.
bool is_liability(account_type type);
/// Money one can spend this month: current, savings and cash.
bool is_liquid(account_type type);

}  // namespace smartfin
