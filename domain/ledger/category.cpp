#include "domain/ledger/category.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace smartfin {
namespace {

using enum category_role;
constexpr auto income = category_kind::income;
constexpr auto expense = category_kind::expense;

constexpr std::array starter = {
    starter_category{"Salary", income, salary},
    starter_category{"Other income", income, other_income},
    starter_category{"Refunds", income, refund},
    starter_category{"Rent", expense, rent},
    starter_category{"Mortgage", expense, mortgage_payment},
    starter_category{"Groceries", expense, groceries},
    starter_category{"Eating out", expense, eating_out},
    starter_category{"Food delivery", expense, food_delivery},
    starter_category{"Utilities", expense, utilities},
    starter_category{"Transport", expense, transport},
    starter_category{"Insurance", expense, insurance},
    starter_category{"Health", expense, health},
    starter_category{"Personal loan payment", expense, personal_loan_payment},
    starter_category{"Car loan payment", expense, vehicle_loan_payment},
    starter_category{"Student loan payment", expense, student_loan_payment},
    starter_category{"Payday and cash advance", expense, high_cost_credit},
    starter_category{"Debt collection", expense, debt_collection},
    starter_category{"Shopping", expense, shopping},
    starter_category{"Leisure", expense, leisure},
    starter_category{"Travel", expense, travel},
    starter_category{"Education", expense, education},
    starter_category{"Children", expense, children},
    starter_category{"Gifts and donations", expense, gifts},
    starter_category{"Taxes", expense, taxes},
    starter_category{"Bank fees and interest", expense, fees},
    starter_category{"Home purchase", expense, home_purchase},
    starter_category{"Car purchase", expense, vehicle_purchase},
    starter_category{"Investing", expense, investment_purchase},
    starter_category{"Other", expense, other_expense},
    starter_category{"Uncategorised income", income, uncategorised_income},
    starter_category{"Uncategorised", expense, uncategorised_expense},
};

constexpr std::pair<category_role, std::string_view> role_names[] = {
    {other_expense, "other_expense"},
    {salary, "salary"},
    {other_income, "other_income"},
    {refund, "refund"},
    {rent, "rent"},
    {mortgage_payment, "mortgage_payment"},
    {groceries, "groceries"},
    {eating_out, "eating_out"},
    {food_delivery, "food_delivery"},
    {utilities, "utilities"},
    {transport, "transport"},
    {insurance, "insurance"},
    {health, "health"},
    {personal_loan_payment, "personal_loan_payment"},
    {vehicle_loan_payment, "vehicle_loan_payment"},
    {student_loan_payment, "student_loan_payment"},
    {high_cost_credit, "high_cost_credit"},
    {debt_collection, "debt_collection"},
    {shopping, "shopping"},
    {leisure, "leisure"},
    {travel, "travel"},
    {education, "education"},
    {children, "children"},
    {gifts, "gifts"},
    {taxes, "taxes"},
    {fees, "fees"},
    {home_purchase, "home_purchase"},
    {vehicle_purchase, "vehicle_purchase"},
    {investment_purchase, "investment_purchase"},
    {uncategorised_income, "uncategorised_income"},
    {uncategorised_expense, "uncategorised_expense"},
};

constexpr std::pair<account_type, std::string_view> type_names[] = {
    {account_type::checking, "checking"},
    {account_type::savings, "savings"},
    {account_type::cash, "cash"},
    {account_type::card, "card"},
    {account_type::personal_loan, "personal_loan"},
    {account_type::vehicle_loan, "vehicle_loan"},
    {account_type::student_loan, "student_loan"},
    {account_type::mortgage, "mortgage"},
    {account_type::investment, "investment"},
    {account_type::retirement, "retirement"},
    {account_type::property, "property"},
    {account_type::other_asset, "other_asset"},
    {account_type::other_liability, "other_liability"},
};

template <class Names, class Value>
std::string_view name_of(const Names& names, Value value) {
  for (const auto& [candidate, name] : names)
    if (candidate == value) return name;
  return "unknown";
}

template <class Value, class Names>
std::optional<Value> value_of(const Names& names, std::string_view wanted) {
  for (const auto& [candidate, name] : names)
    if (name == wanted) return candidate;
  return std::nullopt;
}

}  // namespace

std::span<const starter_category> starter_categories() { return starter; }

const starter_category* find_category(category_id id) {
  const auto categories = starter_categories();
  if (id.value < 1 || id.value > static_cast<std::int64_t>(categories.size())) return nullptr;
  return &categories[static_cast<std::size_t>(id.value - 1)];
}

category_id category_with_role(category_role role) {
  const auto categories = starter_categories();
  for (std::size_t i = 0; i < categories.size(); ++i)
    if (categories[i].role == role) return {static_cast<std::int64_t>(i + 1)};
  return {};
}

bool counts_as_spending(const starter_category& category) {
  return category.kind == category_kind::expense || category.role == category_role::refund;
}

std::string_view role_name(category_role role) { return name_of(role_names, role); }
std::optional<category_role> role_from_name(std::string_view name) {
  return value_of<category_role>(role_names, name);
}

std::string_view account_type_name(account_type type) { return name_of(type_names, type); }
std::optional<account_type> account_type_from_name(std::string_view name) {
  return value_of<account_type>(type_names, name);
}

bool is_liability(account_type type) {
  switch (type) {
    case account_type::card:
    case account_type::personal_loan:
    case account_type::vehicle_loan:
    case account_type::student_loan:
    case account_type::mortgage:
    case account_type::other_liability:
      return true;
    default:
      return false;
  }
}

bool is_liquid(account_type type) {
  return type == account_type::checking || type == account_type::savings ||
         type == account_type::cash;
}

}  // namespace smartfin
