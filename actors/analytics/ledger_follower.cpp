#include "actors/analytics/ledger_follower.hpp"

#include <algorithm>
#include <utility>

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

/// What changes of a book's entries come to, one after the other.
class entry_changes {
public:
  void know(const analytics_entry& entry) { entries_[entry.id] = {entry, entry}; }

  void replace(transaction_id id, std::int64_t version,
               const std::optional<analytics_entry>& after) {
    auto& entry = entries_[id];
    if (entry.now && !supersedes(version, !after, entry.now->version)) return;
    entry.now = after;
  }

  std::vector<analytics_entry> saved() const {
    std::vector<analytics_entry> all;
    for (const auto& [id, entry] : entries_)
      if (entry.now && entry.now != entry.known) all.push_back(*entry.now);
    return all;
  }
  std::vector<transaction_id> removed() const {
    std::vector<transaction_id> all;
    for (const auto& [id, entry] : entries_)
      if (entry.known && !entry.now) all.push_back(id);
    return all;
  }
  std::vector<day_total> days() const {
    std::map<day_total_key, day_sum> sums;
    for (const auto& [id, entry] : entries_) {
      if (entry.known) {
        auto& sum = sums[key_of(*entry.known)];
        sum.amount += -split_sum::of(entry.known->amount);
        --sum.rows;
      }
      if (entry.now) {
        auto& sum = sums[key_of(*entry.now)];
        sum.amount += split_sum::of(entry.now->amount);
        ++sum.rows;
      }
    }
    std::vector<day_total> all;
    for (const auto& [key, sum] : sums)
      if (sum != day_sum{}) all.push_back({key, sum});
    return all;
  }

private:
  struct changed_entry {
    std::optional<analytics_entry> known;  // as the store has it
    std::optional<analytics_entry> now;
  };
  std::map<transaction_id, changed_entry> entries_;
};

}  // namespace

followed_book ledger_follower::find_book(book_id book) {
  return rows_.find_book(book).value_or(followed_book{.id = book});
}

ledger_follower::noted_book& ledger_follower::note(book_id book) {
  const auto noted = noted_.find(book);
  if (noted != noted_.end()) return noted->second;
  const auto known = find_book(book);
  return noted_.emplace(book, noted_book{known, known, {}}).first->second;
}

void ledger_follower::apply(const delivered_event& event) {
  if (event.kind != ledger_changed::kind || event.payload.empty()) return;
  const auto fact = fact_of<ledger_changed>(event);
  auto& noted = note(event.book);
  const auto [book, applies] = after_change(noted.now, fact.book_version, event.at);
  noted.now = book;
  if (!applies) return;
  for (const auto& each : fact.transactions)
    noted.changes.push_back({each.id, each.version, each.after});
}

void ledger_follower::finish() {
  for (const auto& [id, noted] : std::exchange(noted_, {})) {
    write(id, noted.changes);
    if (!(noted.now == noted.known)) rows_.save_book(noted.now);
  }
}

page_use ledger_follower::take(book_id id, const ledger_snapshot_page& page, bool is_first,
                               instant now) {
  const auto [book, use] =
      after_page(find_book(id), {page.ledger_version, is_first, !page.next}, now);
  if (use != page_use::applies) return use;
  if (is_first) rows_.clear_book(id);
  std::vector<new_state> all;
  for (const auto& each : *page.items) all.push_back({each.id, each.version, each.state});
  write(id, all);
  rows_.save_book(book);
  return use;
}

void ledger_follower::compare(const book_standing& standing) {
  auto book = find_book(standing.book);
  if (book.version >= standing.version || book.state != following_state::following) return;
  book.state = following_state::unread;
  rows_.save_book(book);
}

void ledger_follower::write(book_id book, std::span<const new_state> changes) {
  if (changes.empty()) return;
  std::vector<transaction_id> ids;
  for (const auto& each : changes) ids.push_back(each.id);
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  entry_changes entries;
  for (const auto& entry : rows_.find_entries(book, ids)) entries.know(entry);
  for (const auto& [id, version, state] : changes)
    entries.replace(id, version,
                    state ? std::optional{entry_of(id, version, *state)} : std::nullopt);

  rows_.save_entries(book, entries.saved());
  for (const auto id : entries.removed()) rows_.remove_entry(book, id);
  rows_.add_to_days(book, entries.days());
}

}  // namespace smartfin
