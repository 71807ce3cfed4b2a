#include <algorithm>
#include <map>

#include "actors/finance/bookkeeper.hpp"
#include "actors/finance/ledger_reader.hpp"

namespace smartfin {
namespace {

constexpr int window_months = 12;
constexpr int saving_months = 6;

/// Under which role what is paid off a loan counts, or nothing for an account that is no loan.
std::optional<category_role> instalment_role(account_type type) {
  switch (type) {
    case account_type::personal_loan:
      return category_role::personal_loan_payment;
    case account_type::vehicle_loan:
      return category_role::vehicle_loan_payment;
    case account_type::student_loan:
      return category_role::student_loan_payment;
    case account_type::mortgage:
      return category_role::mortgage_payment;
    default:
      return std::nullopt;
  }
}

void add_balance(ledger_facts& facts, const account_row& row) {
  auto& sum = facts.balance[static_cast<std::size_t>(row.type)];
  const auto shown = is_liability(row.type) ? -row.balance : row.balance;
  sum = sum.value_or(0) + shown;
}

/// Mean of the account's end-of-day balance over the thirty days before `today`, from its balance of now back.
std::int64_t mean_balance(ledger_repository& rows, const account_row& account, civil_date today) {
  constexpr int days = 30;
  __extension__ typedef __int128 wide;
  wide sum = 0;
  for (int back = 1; back <= days; ++back) {
    const auto later = rows.sum_since(account.book, account.id, today.plus_days(1 - back));
    sum += account.balance - later.amount;
  }
  return static_cast<std::int64_t>(sum / days);
}

}  // namespace

versioned_ledger_facts ledger_reader::read_facts(const gather_ledger_facts& query,
                                                 std::int64_t version) {
  const auto book = query.ctx.book;
  versioned_ledger_facts reply;
  reply.ledger_version = version;
  const auto accounts = all_accounts(book);
  if (accounts.empty()) return reply;
  const auto unit = accounts.front().currency;
  reply.currency = unit;

  std::map<ledger_account, category_role> loans;
  for (const auto& account : accounts)
    if (const auto role = instalment_role(account.type))
      loans.emplace(ledger_account::of(account.id), *role);

  const auto last = civil_month{query.today}.plus(-1);
  std::map<civil_month, month_facts> months;
  std::optional<civil_month> first_seen;
  for (const auto& total : repository_.month_totals(book, last.plus(1 - window_months), last)) {
    if (total.currency != unit) continue;
    if (!first_seen) first_seen = total.month;
    auto& month = months[total.month];
    if (const auto* category = find_category({-total.account.key})) {
      const auto sign = category->kind == category_kind::income ? -1 : 1;
      month[category->role] += sign * total.amount;
    } else if (const auto loan = loans.find(total.account); loan != loans.end()) {
      // The principal is a transfer, the interest an expense; a loan that grew was paid out, not paid off.
      month[loan->second] += std::max<std::int64_t>(total.amount, 0);
    }
  }
  if (first_seen)
    for (auto month = *first_seen; month <= last; month = month.plus(1)) {
      months[month].month = month;
      reply.facts.months.push_back(months[month]);
    }

  for (const auto& account : accounts) {
    if (account.currency != unit || account.closed) continue;
    add_balance(reply.facts, account);
    if (account.type == account_type::savings) {
      const auto days =
          repository_.transfer_days(book, account.id, query.today.plus_months(-saving_months));
      reply.facts.saves_regularly =
          reply.facts.saves_regularly.value_or(false) || is_regular_saving(days);
    }
    if (is_liquid(account.type))
      reply.facts.liquid =
          reply.facts.liquid.value_or(0) + mean_balance(repository_, account, query.today);
  }
  if (const auto card = reply.facts.balance_of(account_type::card))
    reply.facts.card_revolving = std::max<std::int64_t>(*card, 0);
  return reply;
}

}  // namespace smartfin
