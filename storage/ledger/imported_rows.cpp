#include "storage/ledger/imported_rows.hpp"

#include "storage/ledger/ledger_statements.hpp"

namespace smartfin {

imported_rows::imported_rows(sql_session& session)
    : transactions_(session, add_transaction_text),
      postings_(session, add_posting_text),
      words_(session, add_word_text, " ON CONFLICT DO NOTHING"),
      records_(session, save_import_row_text, import_row_conflict) {}

void imported_rows::insert(account_id account, std::span<const imported_row> rows) {
  words_.forget();
  for (const auto& [t, postings, words, record] : rows)
    for (const auto& word : words) words_.add(t.book.value, word, t.id.value);
  words_.finish();
  insert_postings(rows);
  transactions_.forget();
  for (const auto& [t, postings, words, record] : rows)
    transactions_.add(t.id.value, t.book.value, t.account.value, t.other.key, t.date.days(),
                      t.amount, static_cast<number>(t.kind), t.payee, t.note, t.version,
                      t.created_at.time_since_epoch().count(), t.created_by.value, t.import.value,
                      t.import_line);
  transactions_.finish();
  records_.forget();
  for (const auto& [t, postings, words, record] : rows)
    records_.add(account.value, record.day.days(), record.group, record.occurrence, record.marks,
                 record.transaction.value);
  records_.finish();
}

void imported_rows::insert_postings(std::span<const imported_row> rows) {
  postings_.forget();
  for (const auto& [t, postings, words, record] : rows) {
    number part = 0;
    for (const auto& [account, amount] : postings.postings())
      postings_.add(t.book.value, account.key, t.date.days(), t.id.value, part++, amount.minor,
                    std::string{amount.currency.code()});
  }
  postings_.finish();
}

}  // namespace smartfin
