#pragma once

#include <compare>
#include <cstdint>

#include "domain/analytics/wide_sum.hpp"
#include "domain/civil_date.hpp"
#include "domain/ids.hpp"
#include "domain/ledger/transaction.hpp"
#include "domain/money.hpp"

namespace smartfin {

/// What ANALYTICS knows of one transaction: numbers only. `amount` is into `account`, in minor units of `unit`.
struct analytics_entry {
  transaction_id id;
  std::int64_t version = 0;
  account_id account;
  ledger_account other;
  civil_date day;
  std::int64_t amount = 0;
  currency unit = currency::usd();
  std::int64_t payee = 0;
  friend bool operator==(const analytics_entry&, const analytics_entry&) = default;
};

/// The transactions of one day between an account and one other side.
struct day_total_key {
  civil_date day;
  account_id account;
  ledger_account other;
  currency unit = currency::usd();
  friend auto operator<=>(const day_total_key&, const day_total_key&) = default;
};
inline day_total_key key_of(const analytics_entry& entry) {
  return {entry.day, entry.account, entry.other, entry.unit};
}

/// What they add up to, and how many they are.
struct day_sum {
  split_sum amount;
  std::int64_t rows = 0;
  friend auto operator<=>(const day_sum&, const day_sum&) = default;
};

struct day_total {
  day_total_key key;
  day_sum sum;
  friend auto operator<=>(const day_total&, const day_total&) = default;
};

/// By how much a book's worth changed on one day. Money between own accounts changes nothing.
struct worth_change {
  civil_date day;
  currency unit = currency::usd();
  split_sum amount;
  friend auto operator<=>(const worth_change&, const worth_change&) = default;
};

}  // namespace smartfin
