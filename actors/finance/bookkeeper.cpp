#include "actors/finance/bookkeeper.hpp"

#include "domain/ledger/note_words.hpp"
#include "domain/text_rules.hpp"

namespace smartfin {
namespace {

balanced_postings stored_postings(const transaction_row& row, currency unit) {
  return simple_postings(row.account, row.other, {row.amount, unit}).value();
}

new_transaction as_body(const transaction_view& view) {
  return {view.account_id,         view.date, view.amount, view.payee, view.category_id, view.note,
          view.transfer_account_id};
}

new_transaction merged(new_transaction body, const transaction_change& change) {
  if (change.account_id.sets()) body.account_id = change.account_id.value();
  if (change.date.sets()) body.date = change.date.value();
  if (change.amount.sets()) body.amount = change.amount.value();
  if (change.payee.sets()) body.payee = change.payee.value();
  if (change.note.present()) body.note = change.note.applied_to(body.note);
  if (change.category_id.present()) {
    body.category_id = change.category_id.applied_to(body.category_id);
    if (body.category_id) body.transfer_account_id.reset();
  }
  if (change.transfer_account_id.present()) {
    body.transfer_account_id = change.transfer_account_id.applied_to(body.transfer_account_id);
    if (body.transfer_account_id) body.category_id.reset();
  }
  return body;
}

}  // namespace

bookkeeper::bookkeeper(ledger_repository& repository, key_ring& keys, event_publisher& events)
    : repository_(repository),
      keys_(keys),
      events_(events),
      payees_(repository, keys),
      views_(keys, payees_) {}

void bookkeeper::forget() {
  payees_.forget();
  keys_.forget();
}

bookkeeper::outcome<account_view> bookkeeper::open_account(const change_origin& origin,
                                                           const new_account& body) {
  if (repository_.list_accounts(origin.book, 0, accounts_max).size() >= accounts_max)
    return failure{ledger_errc::account_limit};
  ledger_edit edit{repository_, origin.book};
  const auto& key = keys_.find_or_make(origin.book.value);
  account_row row;
  row.book = origin.book;
  row.type = body.type;
  row.currency = body.currency;
  row.version = 0;
  row.digest = multiset_hash{}.state();
  row.created_at = origin.now;
  row.id = repository_.add_account(row);
  edit.hold(row);
  edit.set_account_name(row.id, key.seal(trimmed(body.name), account_name_place(row.id)));
  if (body.opening_balance && body.opening_balance->minor != 0) {
    const auto opened = replace_opening(edit, origin, row, *body.opening_balance);
    if (!opened) return failure{opened.error()};
  }
  if (const auto written = finish(edit, origin); !written) return failure{written.error()};
  return views_.view(*edit.find_account(row.id));
}

bookkeeper::outcome<account_view> bookkeeper::change_account(const change_origin& origin,
                                                             account_id id, std::int64_t version,
                                                             const account_change& body) {
  ledger_edit edit{repository_, origin.book};
  const auto* account = edit.find_account(id);
  if (!account) return failure{ledger_errc::account_not_found};
  if (version != 0 && version != account->version) return failure{ledger_errc::stale_version};
  if (body.name.sets()) {
    const auto& key = keys_.find_or_make(origin.book.value);
    edit.set_account_name(id, key.seal(trimmed(body.name.value()), account_name_place(id)));
  }
  if (body.closed.sets()) edit.set_closed(id, body.closed.value());
  if (body.opening_balance.present()) {
    const auto opening = body.opening_balance.applied_to({}).value_or(money{0, account->currency});
    const auto changed = replace_opening(edit, origin, *account, opening);
    if (!changed) return failure{changed.error()};
  }
  if (const auto written = finish(edit, origin); !written) return failure{written.error()};
  return views_.view(*edit.find_account(id));
}

bookkeeper::outcome<nothing> bookkeeper::delete_account(const change_origin& origin, account_id id,
                                                        std::int64_t version) {
  ledger_edit edit{repository_, origin.book};
  const auto* account = edit.find_account(id);
  if (!account) return failure{ledger_errc::account_not_found};
  if (version != 0 && version != account->version) return failure{ledger_errc::stale_version};
  if (account->transactions != 0) return failure{ledger_errc::account_not_empty};
  const auto emptied = replace_opening(edit, origin, *account, {0, account->currency});
  if (!emptied) return failure{emptied.error()};
  if (const auto written = finish(edit, origin); !written) return failure{written.error()};
  repository_.remove_account(origin.book, id);
  return nothing{};
}

bookkeeper::outcome<nothing> bookkeeper::replace_opening(ledger_edit& edit,
                                                         const change_origin& origin,
                                                         const account_row& account,
                                                         const money& opening) {
  if (opening.currency != account.currency) return failure{ledger_errc::currency_mismatch};
  const auto id = account.id;
  const auto created = account.created_at;
  if (const auto old = repository_.find_opening(origin.book, id)) {
    const auto superseded = supersede(edit, origin, *old, "edited");
    if (!superseded) return superseded;
    repository_.remove_transaction(*old);
  }
  if (opening.minor == 0) return nothing{};
  const auto postings = simple_postings(id, ledger_account::opening_balances(), opening);
  if (!postings) return failure{postings.error()};
  transaction_row row;
  row.id = repository_.next_transaction_id();
  row.book = origin.book;
  row.account = id;
  row.other = ledger_account::opening_balances();
  row.date = civil_date::of(created);
  row.amount = opening.minor;
  row.kind = transaction_kind::opening;
  row.version = 1;
  row.created_at = origin.now;
  row.created_by = origin.user;
  repository_.add_transaction(row, *postings);
  return edit.enter(row, *postings, {});
}

bookkeeper::outcome<bookkeeper::draft> bookkeeper::decide(ledger_edit& edit,
                                                          const new_transaction& body) {
  const auto* account = edit.find_account(body.account_id);
  if (!account) return failure{ledger_errc::account_not_found};
  if (account->closed) return failure{ledger_errc::account_closed};
  if (body.amount.currency != account->currency) return failure{ledger_errc::currency_mismatch};
  draft decided{body, {}};
  decided.body.payee = trimmed(body.payee);
  if (body.note && trimmed(*body.note).empty()) decided.body.note.reset();
  if (body.transfer_account_id) {
    const auto* other = edit.find_account(*body.transfer_account_id);
    if (!other) return failure{ledger_errc::account_not_found};
    if (other->id == account->id) return failure{ledger_errc::same_account};
    if (other->closed) return failure{ledger_errc::account_closed};
    if (other->currency != account->currency) return failure{ledger_errc::currency_mismatch};
    decided.other = ledger_account::of(other->id);
    return decided;
  }
  const auto uncategorised = body.amount.minor > 0 ? category_role::uncategorised_income
                                                   : category_role::uncategorised_expense;
  const auto category = body.category_id.value_or(category_with_role(uncategorised));
  if (!find_category(category)) return failure{ledger_errc::category_not_found};
  decided.other = ledger_account::of(category);
  return decided;
}

bookkeeper::outcome<transaction_view> bookkeeper::record(const change_origin& origin,
                                                         const new_transaction& body) {
  ledger_edit edit{repository_, origin.book};
  const auto row = enter(edit, origin, body);
  if (!row) return failure{row.error()};
  if (const auto written = finish(edit, origin); !written) return failure{written.error()};
  return views_.view(*row, body.amount.currency);
}

bookkeeper::outcome<nothing> bookkeeper::record_all(const change_origin& origin,
                                                    std::span<const new_transaction> bodies) {
  ledger_edit edit{repository_, origin.book};
  for (const auto& body : bodies) {
    const auto row = enter(edit, origin, body);
    if (!row) return failure{row.error()};
  }
  if (const auto written = finish(edit, origin); !written) return failure{written.error()};
  return nothing{};
}

bookkeeper::outcome<transaction_row> bookkeeper::enter(ledger_edit& edit,
                                                       const change_origin& origin,
                                                       const new_transaction& body) {
  const auto decided = decide(edit, body);
  if (!decided) return failure{decided.error()};
  const auto& [fields, other] = *decided;
  const auto postings = simple_postings(fields.account_id, other, fields.amount);
  if (!postings) return failure{postings.error()};

  transaction_row row;
  row.id = repository_.next_transaction_id();
  row.book = origin.book;
  row.account = fields.account_id;
  row.other = other;
  row.date = fields.date;
  row.amount = fields.amount.minor;
  row.payee = payees_.find_or_add(origin.book, fields.payee);
  row.version = 1;
  row.created_at = origin.now;
  row.created_by = origin.user;
  const auto note = fields.note.value_or("");
  const auto entered = edit.enter(row, *postings, {fields.payee, note});
  if (!entered) return failure{entered.error()};
  save_note(origin, row, note);
  repository_.add_transaction(row, *postings);
  return row;
}

bookkeeper::outcome<transaction_view> bookkeeper::change(const change_origin& origin,
                                                         transaction_id id, std::int64_t version,
                                                         const transaction_change& body) {
  ledger_edit edit{repository_, origin.book};
  const auto stored = repository_.find_transaction(origin.book, id);
  if (!stored || stored->kind != transaction_kind::regular)
    return failure{ledger_errc::transaction_not_found};
  if (version != 0 && version != stored->version) return failure{ledger_errc::stale_version};
  const auto unit = edit.find_account(stored->account)->currency;
  const auto decided = decide(edit, merged(as_body(views_.view(*stored, unit)), body));
  if (!decided) return failure{decided.error()};
  const auto& [fields, other] = *decided;
  const auto postings = simple_postings(fields.account_id, other, fields.amount);
  if (!postings) return failure{postings.error()};
  const auto superseded = supersede(edit, origin, *stored, "edited");
  if (!superseded) return failure{superseded.error()};

  auto row = *stored;
  row.account = fields.account_id;
  row.other = other;
  row.date = fields.date;
  row.amount = fields.amount.minor;
  row.payee = payees_.find_or_add(origin.book, fields.payee);
  ++row.version;
  const auto note = fields.note.value_or("");
  const auto entered = edit.enter(row, *postings, {fields.payee, note});
  if (!entered) return failure{entered.error()};
  save_note(origin, row, note);
  repository_.save_transaction(row, *postings);
  if (const auto written = finish(edit, origin); !written) return failure{written.error()};
  return views_.view(row, fields.amount.currency);
}

bookkeeper::outcome<nothing> bookkeeper::remove(const change_origin& origin, transaction_id id,
                                                std::int64_t version) {
  ledger_edit edit{repository_, origin.book};
  const auto stored = repository_.find_transaction(origin.book, id);
  if (!stored || stored->kind != transaction_kind::regular)
    return failure{ledger_errc::transaction_not_found};
  if (version != 0 && version != stored->version) return failure{ledger_errc::stale_version};
  const auto superseded = supersede(edit, origin, *stored, "deleted");
  if (!superseded) return superseded;
  repository_.remove_transaction(*stored);
  if (const auto written = finish(edit, origin); !written) return failure{written.error()};
  return nothing{};
}

bookkeeper::outcome<nothing> bookkeeper::finish(ledger_edit& edit, const change_origin& origin) {
  if (const auto written = edit.finish(); !written) return failure{written.error()};
  events_.publish({origin.user, origin.book, origin.now, origin.trace_id}, edit.facts());
  return nothing{};
}

bookkeeper::outcome<nothing> bookkeeper::supersede(ledger_edit& edit, const change_origin& origin,
                                                   const transaction_row& row, const char* reason) {
  const auto unit = edit.find_account(row.account)->currency;
  repository_.add_revision({row, std::string{unit.code()}, origin.now, origin.user, reason});
  return edit.take_back(row, stored_postings(row, unit), content_of(row));
}

void bookkeeper::save_note(const change_origin& origin, transaction_row& row,
                           const std::string& note) {
  repository_.set_note_words(row, seal_note(origin, row, note));
}

std::vector<std::string> bookkeeper::seal_note(const change_origin& origin, transaction_row& row,
                                               const std::string& note) {
  row.note.clear();
  std::vector<std::string> hashes;
  if (note.empty()) return hashes;
  const auto& key = keys_.find_or_make(origin.book.value);
  row.note = key.seal(note, note_place(row.id));
  for (const auto& word : words_of(note)) hashes.push_back(key.lookup(word));
  return hashes;
}

ledger_edit::content bookkeeper::content_of(const transaction_row& row) {
  return {payees_.name_of(row.book, row.payee), views_.note(row)};
}

}  // namespace smartfin
