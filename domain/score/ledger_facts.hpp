#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/civil_date.hpp"
#include "domain/ledger/category.hpp"

namespace smartfin {

inline constexpr std::size_t category_role_count = 31;
inline constexpr std::size_t account_type_count = 14;  // values start at 1
static_assert(static_cast<std::size_t>(category_role::uncategorised_expense) + 1 ==
              category_role_count);
static_assert(static_cast<std::size_t>(account_type::other_liability) + 1 == account_type_count);

/// One complete calendar month of a book, in minor units of the book's currency.
struct month_facts {
  civil_month month;
  /// Sum by role, each positive in its usual direction: income roles and refunds money in, the
  /// others money out. Own-account transfers, card payments and loan pay-outs are in no sum.
  std::array<std::int64_t, category_role_count> by_role{};
  /// Transfers from own accounts to card accounts.
  std::int64_t card_payments = 0;

  std::int64_t operator[](category_role role) const {
    return by_role[static_cast<std::size_t>(role)];
  }
  std::int64_t& operator[](category_role role) { return by_role[static_cast<std::size_t>(role)]; }
};

/// A share as two counts: 11 of 12 bills on time.
struct share_count {
  int reached = 0;
  int total = 0;
};

/// What the score needs from a book's ledger: sums and counts that the finance service can fill
/// with plain queries. Money is in minor units of one currency.
struct ledger_facts {
  /// The last complete calendar months since the first entry, oldest first, at most twelve; a month
  /// without entries has zeros.
  std::vector<month_facts> months;
  /// Mean over the last 30 days of the sum of all liquid accounts; nothing when none is linked.
  std::optional<std::int64_t> liquid;
  /// Today's sum per account type, nothing when no account of the type is linked. Liabilities are
  /// positive when money is owed. Cards are not read here, see `card_revolving`.
  std::array<std::optional<std::int64_t>, account_type_count> balance{};
  /// What was still owed on all cards after the last payment to each; nothing without linked cards.
  std::optional<std::int64_t> card_revolving;
  share_count dues_on_time;      // instalments, rent, utilities, cards that fell due in the window
  share_count statements_paid;   // card statements paid in full, of all in the window
  share_count months_in_budget;  // months within budget, of those that had one
  /// At least three regular transfers to savings within six months (see `is_regular_saving`);
  /// nothing when no savings account is linked.
  std::optional<bool> saves_regularly;
  /// A payday, cash-advance, pawn or title loan in the last twelve months, also when seen by its
  /// merchant only. A sum under the role of that name counts by itself.
  bool has_high_cost_credit = false;

  std::optional<std::int64_t> balance_of(account_type type) const {
    return balance[static_cast<std::size_t>(type)];
  }
};

enum class home_tenure : std::uint8_t { owns = 1, rents = 2, neither = 3 };
/// What the user says about loans that the ledger may not show.
enum class loan_answer : std::uint8_t { none = 1, all_linked = 2, some_elsewhere = 3 };

/// What the score needs from the profile; every answer may be missing.
struct profile_facts {
  std::optional<std::int64_t> gross_monthly_income{};  // household, minor units
  std::optional<int> age{};                            // years
  std::optional<int> household_size{};
  std::optional<home_tenure> tenure{};
  std::optional<loan_answer> loans{};
  std::optional<bool> has_card{};
  std::optional<bool> has_retirement_account{};
  std::optional<bool> has_investments{};
  std::optional<bool> has_bank_account{};
  std::optional<bool> has_health_insurance{};
  std::optional<bool> saves_automatically{};
  std::optional<bool> contacted_by_collector{};    // within twelve months
  std::optional<bool> credit_denied{};             // within twelve months
  std::optional<bool> accounts_hold_everything{};  // all of the household's money
};

/// Whether transfers to savings follow a rhythm: at least three of them, ascending, whose gaps
/// differ from their median by at most a fifth of it or three days.
bool is_regular_saving(std::span<const civil_date> days);

}  // namespace smartfin
