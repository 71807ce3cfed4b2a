#include "domain/analytics/following.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace smartfin;

namespace {

constexpr instant early{std::chrono::hours{1}}, late{std::chrono::hours{2}};

followed_book at_version(std::int64_t version) { return {{1}, {}, version, early, version, 0}; }
followed_book changed(followed_book book, std::int64_t version) {
  return after_change(book, version, late).book;
}

}  // namespace

TEST_CASE("a change that follows is applied, one that is known is passed over") {
  const auto next = after_change(at_version(4), 5, late);
  CHECK(next.applies);
  CHECK(next.book.version == 5);
  CHECK(next.book.as_of == late);
  CHECK(is_whole(next.book));
  for (const std::int64_t known : {3, 4}) {
    const auto again = after_change(at_version(4), known, late);
    CHECK_FALSE(again.applies);
    CHECK(again.book == at_version(4));
  }
  CHECK(after_change({.id = {1}}, 1, late).applies);
}

TEST_CASE("a change that does not follow makes the book unread until its pages are here") {
  auto book = changed(at_version(4), 7);
  CHECK(book.state == following_state::unread);
  CHECK_FALSE(is_whole(book));
  CHECK(book.version == 4);
  const auto more = after_change(book, 8, late);
  CHECK_FALSE(more.applies);
  book = more.book;
  CHECK(book.seen == 8);

  // Read before the change to 8 was made: it would be lost.
  CHECK(after_page(book, {7, true, true}, late).use == page_use::again);
  const auto first = after_page(book, {8, true, false}, late);
  CHECK(first.use == page_use::applies);
  CHECK(first.book.version == 8);
  CHECK_FALSE(is_whole(first.book));
  CHECK(after_change(first.book, 9, late).applies);
  CHECK(is_whole(after_page(first.book, {8, false, true}, late).book));
}

TEST_CASE("a page that is older than what was applied since is asked for again") {
  auto book = changed(at_version(1), 5);
  book = after_page(book, {5, true, false}, early).book;
  book = changed(book, 6);
  CHECK(after_page(book, {5, false, true}, early).use == page_use::again);
  CHECK(after_page(book, {6, false, true}, early).use == page_use::applies);
}

TEST_CASE("a book is whole when the changes up to its last page have come as well") {
  auto book = changed(at_version(1), 5);
  book = after_page(book, {5, true, false}, early).book;
  book = after_page(book, {7, false, true}, early).book;
  CHECK(book.state == following_state::following);
  CHECK_FALSE(is_whole(book));
  book = changed(book, 6);
  CHECK_FALSE(is_whole(book));
  CHECK(is_whole(changed(book, 7)));
}

TEST_CASE("a change that goes missing while pages come begins the reading anew") {
  auto book = changed(at_version(1), 5);
  book = after_page(book, {5, true, false}, early).book;
  book = changed(book, 8);
  CHECK(after_page(book, {8, false, true}, early).use == page_use::anew);
  CHECK(after_page(book, {8, true, true}, early).use == page_use::applies);
}

TEST_CASE("an older version never takes the place of a newer one, and a deletion ends its own") {
  CHECK(supersedes(3, false, 2));
  CHECK_FALSE(supersedes(2, false, 2));
  CHECK_FALSE(supersedes(1, true, 2));
  CHECK(supersedes(2, true, 2));
}
