#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

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

  /// Notes what an event means for the store. Throws event_failure when its payload does not read.
  void apply(const delivered_event& event);
  /// Writes what was noted: of many changes of one book, many rows with one statement.
  void finish();
  /// To be called after anything was rolled back.
  void forget() { noted_.clear(); }

  /// What came of a page of a book that is read again.
  page_use take(book_id book, const ledger_snapshot_page& page, bool is_first, instant now);

  /// Makes a book unread that is behind FINANCE's; it is read again even if its changes are still on their way.
  void compare(const book_standing& standing);

private:
  struct new_state {
    transaction_id id;
    std::int64_t version = 0;
    std::optional<transaction_state> state;  // nothing: deleted
  };
  struct noted_book {
    followed_book known;  // as the store has it
    followed_book now;
    std::vector<new_state> changes;  // in the order in which they were made
  };

  followed_book find_book(book_id book);
  noted_book& note(book_id book);
  void write(book_id book, std::span<const new_state> changes);

  analytics_repository& rows_;
  std::map<book_id, noted_book> noted_;
};

}  // namespace smartfin
