#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/ledger/report.hpp"
#include "domain/score/ledger_facts.hpp"
#include "messages/ledger.hpp"
#include "messages/ledger_snapshot.hpp"

namespace smartfin {

BOOST_DESCRIBE_ENUM(category_kind, income, expense)
BOOST_DESCRIBE_ENUM(spending_group, category, month, payee)
BOOST_DESCRIBE_ENUM(transaction_order, newest_first, oldest_first)
BOOST_DESCRIBE_STRUCT(spending_item, (), (key, name, amount))
BOOST_DESCRIBE_STRUCT(spending_report, (), (items, total, as_of, row_count))

// Queries. `limit` rows at most.
struct list_accounts {
  call_context ctx;
  std::int64_t after_id = 0;
  int limit = 50;
};
struct find_account {
  call_context ctx;
  account_id id;
};
struct list_transactions {
  call_context ctx;
  transaction_filter filter;
  std::optional<transaction_position> after;
  int limit = 50;
  transaction_order order = transaction_order::newest_first;
};
struct find_transaction {
  call_context ctx;
  transaction_id id;
};
struct report_spending {
  call_context ctx;
  spending_query query;
};
struct hash_ledger {
  call_context ctx;
};
struct gather_ledger_facts {
  call_context ctx;
  civil_date today;
};

struct account_page {
  std::vector<account_view> items;
  bool more = false;
  std::int64_t ledger_version = 0;
};
struct transaction_page {
  std::vector<transaction_view> items;
  bool more = false;
  std::int64_t ledger_version = 0;
};
struct ledger_hash {
  std::string hash;
  std::int64_t transactions = 0;
};
struct category_view {
  category_id id;
  std::string name;
  category_kind kind = category_kind::expense;
  std::string role;
};
struct versioned_ledger_facts {
  std::int64_t ledger_version = 0;
  smartfin::currency currency = smartfin::currency::usd();
  ledger_facts facts;
};
BOOST_DESCRIBE_STRUCT(ledger_hash, (), (hash, transactions))
BOOST_DESCRIBE_STRUCT(category_view, (), (id, name, kind, role))

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(spending_query, (), (from, to, group_by, currency))
BOOST_DESCRIBE_STRUCT(transaction_filter, (), (account_id, category_id, from, to, q))
BOOST_DESCRIBE_STRUCT(month_facts, (), (month, by_role, card_payments))
BOOST_DESCRIBE_STRUCT(share_count, (), (reached, total))
BOOST_DESCRIBE_STRUCT(ledger_facts, (),
                      (months, liquid, balance, card_revolving, dues_on_time, statements_paid,
                       months_in_budget, saves_regularly, has_high_cost_credit))
BOOST_DESCRIBE_STRUCT(list_accounts, (), (ctx, after_id, limit))
BOOST_DESCRIBE_STRUCT(find_account, (), (ctx, id))
BOOST_DESCRIBE_STRUCT(list_transactions, (), (ctx, filter, after, limit, order))
BOOST_DESCRIBE_STRUCT(find_transaction, (), (ctx, id))
BOOST_DESCRIBE_STRUCT(report_spending, (), (ctx, query))
BOOST_DESCRIBE_STRUCT(hash_ledger, (), (ctx))
BOOST_DESCRIBE_STRUCT(gather_ledger_facts, (), (ctx, today))
BOOST_DESCRIBE_STRUCT(account_page, (), (items, more, ledger_version))
BOOST_DESCRIBE_STRUCT(transaction_page, (), (items, more, ledger_version))
BOOST_DESCRIBE_STRUCT(versioned_ledger_facts, (), (ledger_version, currency, facts))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_accounts)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::find_account)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_transactions)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::find_transaction)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::report_spending)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::hash_ledger)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::gather_ledger_facts)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::account_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::transaction_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::spending_report)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::ledger_hash)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::versioned_ledger_facts)

namespace smartfin {

/// FINANCE, the side that reads. Sees every acknowledged change; every message is idempotent.
using ledger_query_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // By id, ascending.
    caf::replies_to<list_accounts>::with<account_page>,
    // Errors: account_not_found.
    caf::replies_to<find_account>::with<account_view>,
    caf::replies_to<list_transactions>::with<transaction_page>,
    // Errors: transaction_not_found.
    caf::replies_to<find_transaction>::with<transaction_view>,
    // Largest amount first; months in their order.
    caf::replies_to<report_spending>::with<spending_report>,
    // Equal exactly when two ledgers hold the same accounts and transactions, in whatever order they were entered.
    caf::replies_to<hash_ledger>::with<ledger_hash>,
    // What the score needs of the last twelve complete months before `today`.
    caf::replies_to<gather_ledger_facts>::with<versioned_ledger_facts>>;

}  // namespace smartfin
