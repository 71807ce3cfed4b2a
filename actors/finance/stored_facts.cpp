#include "actors/finance/stored_facts.hpp"

#include <algorithm>

namespace smartfin {
namespace {

stored_share stored(const share_count& share) { return {share.reached, share.total}; }
share_count restored(const stored_share& share) {
  return {static_cast<int>(share.reached), static_cast<int>(share.total)};
}

}  // namespace

stored_facts stored(const versioned_ledger_facts& from) {
  const auto& facts = from.facts;
  stored_facts to;
  to.ledger_version = from.ledger_version;
  to.currency = from.currency;
  for (const auto& month : facts.months)
    to.months.push_back(
        {month.month, {month.by_role.begin(), month.by_role.end()}, month.card_payments});
  to.liquid = facts.liquid;
  for (std::size_t type = 0; type < facts.balance.size(); ++type)
    if (facts.balance[type])
      to.balance.push_back({static_cast<std::int64_t>(type), *facts.balance[type]});
  to.card_revolving = facts.card_revolving;
  to.dues_on_time = stored(facts.dues_on_time);
  to.statements_paid = stored(facts.statements_paid);
  to.months_in_budget = stored(facts.months_in_budget);
  to.saves_regularly = facts.saves_regularly;
  to.has_high_cost_credit = facts.has_high_cost_credit;
  return to;
}

versioned_ledger_facts restored(const stored_facts& from) {
  versioned_ledger_facts to;
  auto& facts = to.facts;
  to.ledger_version = from.ledger_version;
  to.currency = from.currency;
  for (const auto& month : from.months) {
    month_facts kept{month.month, {}, month.card_payments};
    std::copy_n(month.by_role.begin(), std::min(month.by_role.size(), kept.by_role.size()),
                kept.by_role.begin());
    facts.months.push_back(kept);
  }
  facts.liquid = from.liquid;
  for (const auto& each : from.balance)
    facts.balance.at(static_cast<std::size_t>(each.type)) = each.amount;
  facts.card_revolving = from.card_revolving;
  facts.dues_on_time = restored(from.dues_on_time);
  facts.statements_paid = restored(from.statements_paid);
  facts.months_in_budget = restored(from.months_in_budget);
  facts.saves_regularly = from.saves_regularly;
  facts.has_high_cost_credit = from.has_high_cost_credit;
  return to;
}

}  // namespace smartfin
