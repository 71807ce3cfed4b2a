#include <map>

#include "actors/finance/ledger_reader.hpp"

namespace smartfin {
namespace {

recorded_transaction recorded(const transaction_row& row, currency unit) {
  return {
      row.id, row.version, {row.account, row.other.key, row.date, {row.amount, unit}, row.payee}};
}

}  // namespace

ledger_reader::outcome<book_standings> ledger_reader::books(const list_book_standings& query) {
  book_standings page;
  for (const auto& row : repository_.list_books({query.after}, query.limit + 1)) {
    if (static_cast<int>(page.items.size()) == query.limit)
      page.more = true;
    else
      page.items.push_back({row.id, row.version});
  }
  return page;
}

ledger_reader::outcome<ledger_snapshot_page> ledger_reader::snapshot(const snapshot_ledger& query) {
  const auto book = query.ctx.book;
  const auto items = std::make_shared<std::vector<recorded_transaction>>();
  ledger_snapshot_page page{version_of(book), items, {}};
  std::map<account_id, currency> units;
  for (const auto& account : all_accounts(book)) {
    units.emplace(account.id, account.currency);
    if (query.after) continue;
    if (const auto opening = repository_.find_opening(book, account.id))
      items->push_back(recorded(*opening, account.currency));
  }
  transaction_selection selection;
  selection.book = book;
  selection.after = query.after;
  selection.limit = query.limit;
  const auto rows = repository_.list_transactions(selection);
  for (const auto& row : rows) items->push_back(recorded(row, units.at(row.account)));
  if (static_cast<int>(rows.size()) == query.limit)
    page.next = transaction_position{rows.back().date, rows.back().id};
  return page;
}

}  // namespace smartfin
