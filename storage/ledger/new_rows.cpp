#include "storage/ledger/new_rows.hpp"

#include "storage/ledger/ledger_statements.hpp"

namespace smartfin {

new_rows::new_rows(sql_session& session)
    : transactions_(session, add_transaction_text),
      postings_(session, add_posting_text),
      words_(session, add_word_text, " ON CONFLICT DO NOTHING"),
      records_(session, save_import_row_text, import_row_conflict) {}

template <class Row>
void new_rows::insert_transactions(std::span<const Row> rows) {
  postings_.forget();
  for (const auto& each : rows) {
    number part = 0;
    for (const auto& [account, amount] : each.postings.postings())
      postings_.add(each.row.book.value, account.key, each.row.date.days(), each.row.id.value,
                    part++, amount.minor, std::string{amount.currency.code()});
  }
  postings_.finish();
  transactions_.forget();
  for (const auto& each : rows) {
    const auto& t = each.row;
    transactions_.add(t.id.value, t.book.value, t.account.value, t.other.key, t.date.days(),
                      t.amount, static_cast<number>(t.kind), t.payee, t.note, t.version,
                      t.created_at.time_since_epoch().count(), t.created_by.value, t.import.value,
                      t.import_line);
  }
  transactions_.finish();
}

template void new_rows::insert_transactions(std::span<const entered_transaction>);

void new_rows::insert(account_id account, std::span<const imported_row> rows) {
  words_.forget();
  for (const auto& [t, postings, words, record] : rows)
    for (const auto& word : words) words_.add(t.book.value, word, t.id.value);
  words_.finish();
  insert_transactions(rows);
  records_.forget();
  for (const auto& [t, postings, words, record] : rows)
    records_.add(account.value, record.day.days(), record.group, record.occurrence, record.marks,
                 record.transaction.value);
  records_.finish();
}

}  // namespace smartfin
