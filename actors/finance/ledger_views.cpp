#include "actors/finance/ledger_views.hpp"

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

const subject_key& key_of(key_ring& keys, book_id book) {
  if (const auto* key = keys.find(book.value)) return *key;
  throw storage_failure{"a book has rows but no key"};
}

}  // namespace

std::string account_name_place(account_id account) {
  return "accounts/" + std::to_string(account.value) + "/name";
}

std::string note_place(transaction_id transaction) {
  return "transactions/" + std::to_string(transaction.value) + "/note";
}

std::string ledger_views::account_name(const account_row& row) {
  return key_of(keys_, row.book).open(row.name, account_name_place(row.id));
}

std::string ledger_views::note(const transaction_row& row) {
  if (row.note.empty()) return {};
  return key_of(keys_, row.book).open(row.note, note_place(row.id));
}

account_view ledger_views::view(const account_row& row) {
  account_view view;
  view.id = row.id;
  view.name = account_name(row);
  view.type = row.type;
  view.currency = row.currency;
  view.balance = {row.balance, row.currency};
  view.opening_balance = {row.opening, row.currency};
  view.closed = row.closed;
  view.version = row.version;
  view.created_at = row.created_at;
  return view;
}

transaction_view ledger_views::view(const transaction_row& row, currency unit) {
  transaction_view view;
  view.id = row.id;
  view.account_id = row.account;
  view.date = row.date;
  view.amount = {row.amount, unit};
  view.payee = payees_.name_of(row.book, row.payee);
  if (row.other.is_own_account()) {
    view.transfer_account_id = account_id{row.other.key};
  } else {
    view.category_id = category_id{-row.other.key};
    if (const auto* category = find_category(*view.category_id)) view.category = category->name;
  }
  if (!row.note.empty()) view.note = note(row);
  if (row.import.value != 0) view.imported_by = row.import;
  view.version = row.version;
  view.created_at = row.created_at;
  return view;
}

}  // namespace smartfin
