#pragma once

#include <cstdint>

#include "domain/analytics/day_total.hpp"
#include "domain/ids.hpp"
#include "domain/instant.hpp"

namespace smartfin {

// How ANALYTICS follows a book. FINANCE counts every change of a book; who has applied each of them, one after the
// other, knows the book. Where one is missing, the book is read again from FINANCE, page by page, while changes go on.

/// Values are stored: append only.
enum class following_state : std::int64_t {
  following = 0,  // every change up to `version` is applied
  unread = 1,     // a change is missing: the book has to be read again, from its first page
  reading = 2,    // some of its pages are here; changes are applied again since the first one
};

struct followed_book {
  book_id id;
  following_state state = following_state::following;
  std::int64_t version = 0;     // changes up to it are in the figures
  instant as_of{};              // when the change to `version` was made
  std::int64_t seen = 0;        // the highest change that was heard of
  std::int64_t whole_from = 0;  // from this version on the figures are true: pages may be newer than their first
  friend bool operator==(const followed_book&, const followed_book&) = default;
};

/// Whether the figures are those of `book.version`.
inline bool is_whole(const followed_book& book) {
  return book.state == following_state::following && book.version >= book.whole_from;
}

/// Decides one change of the book: whether its transactions are to be applied, and how the book stands then. A change
/// that is known already is passed over; one that does not follow makes the book unread.
struct followed_change {
  followed_book book;
  bool applies = false;
};
followed_change after_change(const followed_book& book, std::int64_t version, instant at);

/// A page of the book as FINANCE has it at `ledger_version`. `is_first` begins the reading, `is_last` ends it.
struct book_page {
  std::int64_t ledger_version = 0;
  bool is_first = false;
  bool is_last = false;
};

/// What a page is good for. `again`: changes that came since it was read are newer than what it says, so it has to be
/// asked for once more. `anew`: the reading has to begin with the first page.
enum class page_use : std::uint8_t { applies, again, anew };
struct followed_page {
  followed_book book;
  page_use use = page_use::anew;
};
followed_page after_page(const followed_book& book, const book_page& page, instant now);

/// Whether a transaction in this version takes the place of the one that is known. A deletion has the version of
/// what it deletes.
inline bool supersedes(std::int64_t version, bool is_deletion, std::int64_t known_version) {
  return version > known_version || (is_deletion && version == known_version);
}

}  // namespace smartfin
