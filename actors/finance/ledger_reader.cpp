#include "actors/finance/ledger_reader.hpp"

#include "domain/ledger/note_words.hpp"

#include <map>

#include "actors/finance/bookkeeper.hpp"
#include "actors/finance/import_ledger.hpp"

namespace smartfin {

ledger_reader::ledger_reader(ledger_repository& repository, key_ring& keys,
                             std::shared_ptr<cache> answers)
    : repository_(repository),
      keys_(keys),
      payees_(repository, keys),
      views_(keys, payees_),
      answers_(std::move(answers)) {}

std::int64_t ledger_reader::version_of(book_id book) {
  const auto row = repository_.find_book(book);
  return row ? row->version : 0;
}

currency ledger_reader::currency_of(book_id book, account_id account) {
  const auto row = repository_.find_account(book, account);
  return row ? row->currency : currency::usd();
}

ledger_reader::outcome<account_page> ledger_reader::accounts(const list_accounts& query) {
  const auto version = version_of(query.ctx.book);
  const auto question = std::to_string(query.ctx.book.value) + '/' +
                        std::to_string(query.after_id) + '/' + std::to_string(query.limit);
  return account_pages_.find_or_read(question, version,
                                     [&] { return read_accounts(query, version); });
}

account_page ledger_reader::read_accounts(const list_accounts& query, std::int64_t version) {
  const auto book = query.ctx.book;
  account_page page;
  page.ledger_version = version;
  // One row more than asked for tells whether there is another page.
  for (const auto& row : repository_.list_accounts(book, query.after_id, query.limit + 1)) {
    if (static_cast<int>(page.items.size()) == query.limit)
      page.more = true;
    else
      page.items.push_back(views_.view(row));
  }
  return page;
}

ledger_reader::outcome<account_view> ledger_reader::account(const find_account& query) {
  const auto row = repository_.find_account(query.ctx.book, query.id);
  if (!row) return failure{ledger_errc::account_not_found};
  return views_.view(*row);
}

ledger_reader::outcome<transaction_page> ledger_reader::transactions(
    const list_transactions& query) {
  transaction_selection selection;
  selection.book = query.ctx.book;
  selection.filter = query.filter;
  selection.order = query.order;
  selection.after = query.after;
  selection.limit = query.limit + 1;
  if (query.filter.q) narrow_by_text(selection, *query.filter.q);

  transaction_page page;
  page.ledger_version = version_of(query.ctx.book);
  std::map<std::int64_t, currency> units;
  for (const auto& row : repository_.list_transactions(selection)) {
    if (static_cast<int>(page.items.size()) == query.limit) {
      page.more = true;
      break;
    }
    auto unit = units.find(row.account.value);
    if (unit == units.end())
      unit = units.emplace(row.account.value, currency_of(query.ctx.book, row.account)).first;
    page.items.push_back(views_.view(row, unit->second));
  }
  return page;
}

void ledger_reader::narrow_by_text(transaction_selection& selection, const std::string& text) {
  selection.search_active = true;
  selection.payees = payees_.search(selection.book, text);
  const auto* key = keys_.find(selection.book.value);
  if (!key) return;
  for (const auto& word : words_of(text)) selection.note_words.push_back(key->lookup(word));
}

ledger_reader::outcome<transaction_view> ledger_reader::transaction(const find_transaction& query) {
  const auto row = repository_.find_transaction(query.ctx.book, query.id);
  if (!row || row->kind != transaction_kind::regular)
    return failure{ledger_errc::transaction_not_found};
  return views_.view(*row, currency_of(query.ctx.book, row->account));
}

ledger_reader::outcome<ledger_hash> ledger_reader::hash(const hash_ledger& query) {
  const auto book = query.ctx.book;
  std::vector<hashed_account> accounts;
  for (const auto& row : all_accounts(book)) {
    auto description = views_.account_name(row) + '|';
    description += account_type_name(row.type);
    description += '|';
    description += row.currency.code();
    accounts.push_back({std::move(description), row.digest.state()});
  }
  const auto stored = repository_.find_book(book);
  return ledger_hash{hash_accounts(std::move(accounts)), stored ? stored->transactions : 0};
}

ledger_reader::outcome<import_view> ledger_reader::import(const find_import& query) {
  const auto record = repository_.find_import(query.ctx.book, query.id);
  const auto* key = keys_.find(query.ctx.book.value);
  if (!record || !key) return failure{ledger_errc::import_not_found};
  return view_of(*record, *key);
}

ledger_reader::outcome<import_page> ledger_reader::imports(const list_imports& query) {
  import_page page;
  const auto* key = keys_.find(query.ctx.book.value);
  if (!key) return page;
  for (const auto& record :
       repository_.list_imports(query.ctx.book, query.before_id, query.limit + 1)) {
    if (static_cast<int>(page.items.size()) == query.limit)
      page.more = true;
    else
      page.items.push_back(view_of(record, *key));
  }
  return page;
}

std::vector<account_row> ledger_reader::all_accounts(book_id book) {
  return repository_.list_accounts(book, 0, accounts_max);
}

}  // namespace smartfin
