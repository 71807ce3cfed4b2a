#pragma once

#include <optional>
#include <vector>

#include "messages/ledger_queries.hpp"

namespace smartfin {

struct stored_month {
  civil_month month;
  std::vector<std::int64_t> by_role;
  std::int64_t card_payments = 0;
};
BOOST_DESCRIBE_STRUCT(stored_month, (), (month, by_role, card_payments))

/// The balance of all accounts of one type.
struct stored_balance {
  std::int64_t type = 0;
  std::int64_t amount = 0;
};
BOOST_DESCRIBE_STRUCT(stored_balance, (), (type, amount))

/// Reached and total.
struct stored_share {
  std::int64_t reached = 0;
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(stored_share, (), (reached, total))

/// A ledger's facts in the form in which a cache keeps them: arrays have no JSON form here.
struct stored_facts {
  std::int64_t ledger_version = 0;
  smartfin::currency currency = smartfin::currency::usd();
  std::vector<stored_month> months;
  std::optional<std::int64_t> liquid;
  std::vector<stored_balance> balance;
  std::optional<std::int64_t> card_revolving;
  stored_share dues_on_time, statements_paid, months_in_budget;
  std::optional<bool> saves_regularly;
  bool has_high_cost_credit = false;
};
BOOST_DESCRIBE_STRUCT(stored_facts, (),
                      (ledger_version, currency, months, liquid, balance, card_revolving,
                       dues_on_time, statements_paid, months_in_budget, saves_regularly,
                       has_high_cost_credit))

stored_facts stored(const versioned_ledger_facts& facts);
versioned_ledger_facts restored(const stored_facts& stored);

}  // namespace smartfin
