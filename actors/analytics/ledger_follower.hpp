#pragma once

#include <map>
#include <span>

#include "messages/events.hpp"
#include "messages/facts.hpp"
#include "messages/ledger_snapshot.hpp"
#include "storage/analytics/analytics_repository.hpp"

namespace smartfin {

/// Carries what happened to ledgers into ANALYTICS' store: entries, and the totals of their days in step with them.
/// Each call runs in the caller's transaction. Owned by ANALYTICS' writer.
class ledger_follower {
public:
  explicit ledger_follower(analytics_repository& rows) : rows_(rows) {}

  /// What an event means for the store. Throws event_failure when its payload does not read.
  void apply(const delivered_event& event);

  /// What came of a page of a book that is read again.
  page_use take(book_id book, const ledger_snapshot_page& page, bool is_first, instant now);

  /// Makes a book unread that is behind FINANCE's; it is read again even if its changes are still on their way.
  void compare(const book_standing& standing);

private:
  using day_changes = std::map<day_total_key, day_sum>;

  followed_book find_book(book_id book);
  void replace(book_id book, transaction_id id, std::int64_t version,
               const std::optional<transaction_state>& after, day_changes& changes);
  void add_up(book_id book, const day_changes& changes);

  analytics_repository& rows_;
};

}  // namespace smartfin
