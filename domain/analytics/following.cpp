#include "domain/analytics/following.hpp"

#include <algorithm>

namespace smartfin {

followed_change after_change(const followed_book& book, std::int64_t version, instant at) {
  followed_change next{book, false};
  next.book.seen = std::max(book.seen, version);
  if (book.state == following_state::unread || version <= book.version) return next;
  if (version != book.version + 1) {
    next.book.state = following_state::unread;
    return next;
  }
  next.book.version = version;
  next.book.as_of = at;
  next.applies = true;
  return next;
}

followed_page after_page(const followed_book& book, const book_page& page, instant now) {
  followed_page next{book, page_use::applies};
  const bool begins = page.is_first;
  if (!begins && book.state != following_state::reading) return {book, page_use::anew};
  // What was heard of since is newer than the page.
  const auto known = begins ? book.seen : book.version;
  if (page.ledger_version < known) return {book, page_use::again};
  if (begins) {
    next.book.version = page.ledger_version;
    next.book.seen = page.ledger_version;
    next.book.as_of = now;
    next.book.state = following_state::reading;
  }
  if (page.is_last) {
    next.book.state = following_state::following;
    next.book.whole_from = page.ledger_version;
  }
  return next;
}

}  // namespace smartfin
