#pragma once

#include <string>
#include <utility>
#include <vector>

#include "storage/ledger/ledger_repository.hpp"

namespace smartfin::testing {

inline constexpr book_id first_book{1};
inline const currency dollars = currency::usd();

inline civil_date day(const char* iso) { return civil_date::parse(iso).value(); }

inline instant at_second(std::int64_t second) { return instant{std::chrono::seconds{second}}; }

inline account_row sample_account(book_id book = first_book) {
  account_row row;
  row.book = book;
  row.name = "sealed name";
  row.version = 1;
  row.created_at = at_second(1'700'000'000);
  return row;
}

/// What a test says about a transaction; the rest is filled in.
struct sample {
  account_id account;
  const char* date = "2026-03-01";
  std::int64_t amount = -100;
  ledger_account other = ledger_account::of(category_id{1});
  std::int64_t payee = 0;
  transaction_kind kind = transaction_kind::regular;
};

inline balanced_postings postings_of(const transaction_row& row) {
  return simple_postings(row.account, row.other, {row.amount, dollars}).value();
}

/// Adds the book if it is not there yet.
inline void ensure_book(ledger_repository& rows, book_id book = first_book) {
  if (!rows.find_book(book)) rows.save_book({book, 1, 0});
}

inline account_id add_account(ledger_repository& rows, book_id book = first_book) {
  ensure_book(rows, book);
  return rows.add_account(sample_account(book));
}

inline transaction_row add(ledger_repository& rows, const sample& s, book_id book = first_book) {
  transaction_row row;
  row.id = rows.next_transaction_id();
  row.book = book;
  row.account = s.account;
  row.other = s.other;
  row.date = day(s.date);
  row.amount = s.amount;
  row.kind = s.kind;
  row.payee = s.payee;
  row.note = "sealed note";
  row.version = 1;
  row.created_at = at_second(1'700'000'001);
  row.created_by = {7};
  row.import = {3};
  row.import_line = 12;
  rows.add_transaction(row, postings_of(row));
  return row;
}

/// The first page of the first book's transactions, longer than any test's.
inline transaction_selection page_of(const transaction_filter& filter) {
  transaction_selection page;
  page.book = first_book;
  page.filter = filter;
  page.limit = 1'000;
  return page;
}

inline std::vector<std::int64_t> ids_of(const std::vector<transaction_row>& rows) {
  std::vector<std::int64_t> ids;
  for (const auto& row : rows) ids.push_back(row.id.value);
  return ids;
}

// Rows as text, so that a difference shows what differs.

inline std::string text_of(const account_row& r) {
  return std::to_string(r.id.value) + '|' + std::to_string(r.book.value) + '|' +
         std::to_string(static_cast<int>(r.type)) + '|' + std::string{r.currency.code()} + '|' +
         r.name + '|' + std::to_string(r.balance) + '|' + std::to_string(r.opening) + '|' +
         std::to_string(r.transactions) + '|' + std::to_string(r.closed) + '|' +
         std::to_string(r.version) + '|' + r.digest.state() + '|' + to_rfc3339(r.created_at);
}

inline std::string text_of(const transaction_row& r) {
  return std::to_string(r.id.value) + '|' + std::to_string(r.book.value) + '|' +
         std::to_string(r.account.value) + '|' + std::to_string(r.other.key) + '|' +
         r.date.to_string() + '|' + std::to_string(r.amount) + '|' +
         std::to_string(static_cast<int>(r.kind)) + '|' + std::to_string(r.payee) + '|' + r.note +
         '|' + std::to_string(r.version) + '|' + to_rfc3339(r.created_at) + '|' +
         std::to_string(r.created_by.value) + '|' + std::to_string(r.import.value) + '|' +
         std::to_string(r.import_line);
}

inline std::string text_of(const payee_row& r) {
  return std::to_string(r.id) + '|' + r.lookup + '|' + r.name;
}

inline std::string text_of(const month_total_row& r) {
  return r.month.to_string() + '|' + std::to_string(r.account.key) + '|' +
         std::string{r.currency.code()} + '|' + std::to_string(r.amount) + '|' +
         std::to_string(r.rows);
}

inline std::string text_of(const sum_row& r) {
  return std::to_string(r.amount) + '|' + std::to_string(r.rows);
}

inline std::string text_of(const payee_sum_row& r) {
  return std::to_string(r.payee) + '|' + std::to_string(r.account.key) + '|' +
         std::to_string(r.amount) + '|' + std::to_string(r.rows);
}

inline std::string text_of(const book_row& r) {
  return std::to_string(r.id.value) + '|' + std::to_string(r.version) + '|' +
         std::to_string(r.transactions);
}

inline std::string text_of(const import_row_record& r) {
  return r.day.to_string() + '|' + r.group + '|' + std::to_string(r.occurrence) + '|' + r.marks +
         '|' + std::to_string(r.transaction.value);
}

inline std::string text_of(const import_record& r) {
  return std::to_string(r.id.value) + '|' + std::to_string(r.book.value) + '|' +
         std::to_string(r.account.value) + '|' + std::to_string(static_cast<int>(r.state)) + '|' +
         to_rfc3339(r.created_at) + '|' + r.summary;
}

template <class Row>
std::string text_of(const std::optional<Row>& row) {
  return row ? text_of(*row) : "nothing";
}

template <class Row>
std::string text_of(const std::vector<Row>& rows) {
  std::string text;
  for (const auto& row : rows) text += text_of(row) + '\n';
  return text;
}

}  // namespace smartfin::testing
