#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>

#include "domain/ledger/account.hpp"
#include "domain/ledger/transaction.hpp"
#include "messages/call_context.hpp"
#include "messages/done.hpp"

namespace smartfin {

BOOST_DESCRIBE_ENUM(account_type, checking, savings, cash, card, personal_loan, vehicle_loan,
                    student_loan, mortgage, investment, retirement, property, other_asset,
                    other_liability)
BOOST_DESCRIBE_STRUCT(new_account, (), (name, type, currency, opening_balance))
BOOST_DESCRIBE_STRUCT(account_change, (), (name, closed, opening_balance))
BOOST_DESCRIBE_STRUCT(account_view, (),
                      (id, name, type, currency, balance, opening_balance, closed, version,
                       created_at))
BOOST_DESCRIBE_STRUCT(new_transaction, (),
                      (account_id, date, amount, payee, category_id, note, transfer_account_id))
BOOST_DESCRIBE_STRUCT(transaction_change, (),
                      (account_id, date, amount, payee, category_id, note, transfer_account_id))
BOOST_DESCRIBE_STRUCT(transaction_view, (),
                      (id, account_id, date, amount, payee, category_id, category, note,
                       transfer_account_id, imported_by, version, created_at))

// Commands. `version` is what the caller last saw (If-Match); 0 stands for any.
struct open_account {
  call_context ctx;
  new_account body;
};
struct change_account {
  call_context ctx;
  account_id id;
  std::int64_t version = 0;
  account_change body;
};
struct delete_account {
  call_context ctx;
  account_id id;
  std::int64_t version = 0;
};
struct record_transaction {
  call_context ctx;
  new_transaction body;
};
struct change_transaction {
  call_context ctx;
  transaction_id id;
  std::int64_t version = 0;
  transaction_change body;
};
struct delete_transaction {
  call_context ctx;
  transaction_id id;
  std::int64_t version = 0;
};

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(open_account, (), (ctx, body))
BOOST_DESCRIBE_STRUCT(change_account, (), (ctx, id, version, body))
BOOST_DESCRIBE_STRUCT(delete_account, (), (ctx, id, version))
BOOST_DESCRIBE_STRUCT(record_transaction, (), (ctx, body))
BOOST_DESCRIBE_STRUCT(change_transaction, (), (ctx, id, version, body))
BOOST_DESCRIBE_STRUCT(delete_transaction, (), (ctx, id, version))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::open_account)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::change_account)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::delete_account)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::record_transaction)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::change_transaction)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::delete_transaction)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::account_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::transaction_view)

namespace smartfin {

/// FINANCE, the side that changes the ledger. Every change is durable when its reply arrives.
using ledger_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // Idempotent by key. Errors: account_limit.
    caf::replies_to<open_account>::with<account_view>,
    // Errors: account_not_found, stale_version, currency_mismatch, amount_out_of_range.
    caf::replies_to<change_account>::with<account_view>,
    // Errors: account_not_found, stale_version, account_not_empty.
    caf::replies_to<delete_account>::with<done>,
    // Idempotent by key. Errors: account_not_found, account_closed, category_not_found,
    // same_account, currency_mismatch, amount_out_of_range.
    caf::replies_to<record_transaction>::with<transaction_view>,
    // Errors: transaction_not_found, stale_version, then as record_transaction.
    caf::replies_to<change_transaction>::with<transaction_view>,
    // Errors: transaction_not_found, stale_version.
    caf::replies_to<delete_transaction>::with<done>>;

}  // namespace smartfin
