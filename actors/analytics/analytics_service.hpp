#pragma once

#include <functional>
#include <memory>

#include "actors/analytics/ledger_follower.hpp"
#include "actors/events/subscriber_store.hpp"
#include "messages/analytics.hpp"

namespace smartfin {

struct analytics_deps {
  service_deps common;
  ledger_snapshot_actor finance;  // who is asked for books whose changes went missing
  std::function<instant()> clock;
};

// Private to the writer.
/// Looks whether a book has to be read again, and goes on with it.
struct look_after_books {};
struct store_standings {
  call_context ctx;
  book_standings page;
  std::int64_t missing = 0;  // how many events had gone missing when the comparison began
};
struct store_page {
  call_context ctx;
  ledger_snapshot_page page;
  bool is_first = false;
};
struct page_stored {
  page_use use = page_use::anew;
};
BOOST_DESCRIBE_ENUM(page_use, applies, again, anew)
BOOST_DESCRIBE_STRUCT(page_stored, (), (use))

using analytics_writer =
    analytics_actor::extend<caf::reacts_to<flush_batch>, caf::reacts_to<look_after_books>,
                            caf::replies_to<store_standings>::with<done>,
                            caf::replies_to<store_page>::with<page_stored>>;

/// Opens the store and brings it up to date: it may be elsewhere, and may not have been there when the node was
/// started.
service_deps with_schema_of_analytics(const service_deps& deps);

struct analytics_parts : subscriber_store {
  /// `deps.tell_durable` is called after every commit.
  explicit analytics_parts(const service_deps& deps);

  std::unique_ptr<analytics_repository> rows;
  ledger_follower follower;
  write_batch batch;
};

class book_reading;

struct analytics_state {
  std::unique_ptr<analytics_parts> parts;
  std::shared_ptr<book_reading> reading;
  static inline const char* name = "analytics";
};

/// ANALYTICS' writer. Owns the store. Relays bring it what happened; it asks FINANCE for what they can no longer bring.
/// Forgets, when it restarts, which page it was at: a book that was being read is read from its beginning. Ends
/// where its store cannot be had at the start, for its supervisor to try again.
analytics_writer::behavior_type analytics_service(
    analytics_writer::stateful_pointer<analytics_state> self, analytics_deps deps);

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::look_after_books)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::store_standings)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::store_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::page_stored)
