#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "domain/ledger/report.hpp"
#include "messages/call_context.hpp"
#include "messages/facts.hpp"

namespace smartfin {

/// How far a book is: `version` counts its changes.
struct book_standing {
  book_id book;
  std::int64_t version = 0;
};
struct list_book_standings {
  call_context ctx;
  std::int64_t after = 0;  // a book
  int limit = 500;
};
struct book_standings {
  std::vector<book_standing> items;
  bool more = false;
};

/// A transaction as the facts tell of it, with the version it is in.
struct recorded_transaction {
  transaction_id id;
  std::int64_t version = 0;
  transaction_state state;
};
/// The next page of the book in `ctx`, newest first; the first one also has every opening balance.
struct snapshot_ledger {
  call_context ctx;
  std::optional<transaction_position> after;
  int limit = 2'000;
};
struct ledger_snapshot_page {
  std::int64_t ledger_version = 0;  // of the book when the page was read
  std::shared_ptr<const std::vector<recorded_transaction>> items =
      std::make_shared<const std::vector<recorded_transaction>>();
  std::optional<transaction_position> next;  // nothing: it was the last
};

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(transaction_position, (), (date, id))
BOOST_DESCRIBE_STRUCT(book_standing, (), (book, version))
BOOST_DESCRIBE_STRUCT(list_book_standings, (), (ctx, after, limit))
BOOST_DESCRIBE_STRUCT(book_standings, (), (items, more))
BOOST_DESCRIBE_STRUCT(recorded_transaction, (), (id, version, state))
BOOST_DESCRIBE_STRUCT(snapshot_ledger, (), (ctx, after, limit))
BOOST_DESCRIBE_STRUCT(ledger_snapshot_page, (), (ledger_version, items, next))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_book_standings)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::book_standings)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::snapshot_ledger)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::ledger_snapshot_page)

namespace smartfin {

/// FINANCE, for services that lost count of its events. Every message is idempotent.
using ledger_snapshot_actor = caf::typed_actor<
    // By id, ascending.
    caf::replies_to<list_book_standings>::with<book_standings>,
    // Each page is true for the version it names; changes that come between two pages may be in the second one. A book
    // that does not exist has no pages but an empty one of version 0.
    caf::replies_to<snapshot_ledger>::with<ledger_snapshot_page>>;

}  // namespace smartfin
