#include "actors/analytics/ledger_follower.hpp"

#include "actors/events/event_intake.hpp"

namespace smartfin {
namespace {

analytics_entry entry_of(transaction_id id, std::int64_t version, const transaction_state& state) {
  return {id,
          version,
          state.account,
          {state.other},
          state.date,
          state.amount.minor,
          state.amount.currency,
          state.payee};
}

}  // namespace

followed_book ledger_follower::find_book(book_id book) {
  return rows_.find_book(book).value_or(followed_book{.id = book});
}

void ledger_follower::apply(const delivered_event& event) {
  if (event.kind != ledger_changed::kind || event.payload.empty()) return;
  const auto fact = fact_of<ledger_changed>(event);
  const auto known = find_book(event.book);
  const auto [book, applies] = after_change(known, fact.book_version, event.at);
  if (applies) {
    day_changes changes;
    for (const auto& each : fact.transactions)
      replace(event.book, each.id, each.version, each.after, changes);
    add_up(event.book, changes);
  }
  if (!(book == known)) rows_.save_book(book);
}

page_use ledger_follower::take(book_id id, const ledger_snapshot_page& page, bool is_first,
                               instant now) {
  const auto [book, use] =
      after_page(find_book(id), {page.ledger_version, is_first, !page.next}, now);
  if (use != page_use::applies) return use;
  if (is_first) rows_.clear_book(id);
  day_changes changes;
  for (const auto& each : *page.items) replace(id, each.id, each.version, each.state, changes);
  add_up(id, changes);
  rows_.save_book(book);
  return use;
}

void ledger_follower::compare(const book_standing& standing) {
  auto book = find_book(standing.book);
  if (book.version >= standing.version || book.state != following_state::following) return;
  book.state = following_state::unread;
  rows_.save_book(book);
}

void ledger_follower::replace(book_id book, transaction_id id, std::int64_t version,
                              const std::optional<transaction_state>& after, day_changes& changes) {
  const auto known = rows_.find_entry(book, id);
  if (known && !supersedes(version, !after, known->version)) return;
  if (!known && !after) return;
  if (known) {
    auto& sum = changes[key_of(*known)];
    sum.amount += -split_sum::of(known->amount);
    --sum.rows;
  }
  if (!after) return rows_.remove_entry(book, id);
  const auto entry = entry_of(id, version, *after);
  auto& sum = changes[key_of(entry)];
  sum.amount += split_sum::of(entry.amount);
  ++sum.rows;
  rows_.save_entry(book, entry);
}

void ledger_follower::add_up(book_id book, const day_changes& changes) {
  for (const auto& [key, sum] : changes)
    if (sum != day_sum{}) rows_.add_to_day(book, {key, sum});
}

}  // namespace smartfin
