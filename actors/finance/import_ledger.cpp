#include "actors/finance/import_ledger.hpp"

#include <algorithm>
#include <map>

#include "domain/imports/category_guess.hpp"
#include "messages/json.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

std::string summary_place(import_id import) {
  return "imports/" + std::to_string(import.value) + "/summary";
}

/// Rows that are held with all that is stored of them.
constexpr std::size_t slice_rows = 512;

constexpr char hex_digits[] = "0123456789abcdef";

std::string hex(const identity_digest& digest) {
  std::string text;
  for (const auto byte : digest) {
    text.push_back(hex_digits[byte >> 4]);
    text.push_back(hex_digits[byte & 15]);
  }
  return text;
}

identity_digest digest_of(std::string_view text) {
  identity_digest digest{};
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t i = 0; i < digest.size() && 2 * i + 1 < text.size(); ++i)
    digest[i] = static_cast<std::uint8_t>(value(text[2 * i]) * 16 + value(text[2 * i + 1]));
  return digest;
}

// A mark is 32 digits of source, a colon, 32 of value, a blank.
constexpr std::size_t mark_size = 66;

std::string marks_text(const std::vector<identity_mark>& marks) {
  std::string text;
  for (const auto& mark : marks) text += hex(mark.source) + ':' + hex(mark.value) + ' ';
  return text;
}

std::vector<identity_mark> marks_of(std::string_view text) {
  std::vector<identity_mark> marks;
  for (; text.size() >= mark_size; text.remove_prefix(mark_size))
    marks.push_back({digest_of(text.substr(0, 32)), digest_of(text.substr(33, 32))});
  return marks;
}

std::vector<row_identity> identities_of(const import_chunk& chunk, account_id account,
                                        const subject_key& key) {
  const auto scope = std::to_string(account.value);
  const identity_hash hash = [&key](std::string_view text) { return key.digest(text); };
  std::vector<row_identity> identities;
  for (const auto& row : chunk.rows)
    identities.push_back(identity_of({scope, chunk.source}, row, hash));
  return identities;
}

/// The rows that imports know on the days of the chunk, with where each is stored.
struct known_rows {
  std::vector<known_row> rows;
  std::vector<import_row_record> records;

  known_rows(ledger_repository& repository, account_id account, const import_chunk& chunk) {
    std::map<civil_date, bool> days;
    for (const auto& row : chunk.rows) days.emplace(row.date, true);
    for (const auto& [day, used] : days)
      for (auto& record : repository.import_rows(account, day)) {
        rows.push_back({digest_of(record.group), marks_of(record.marks)});
        records.push_back(std::move(record));
      }
  }
};

import_progress progress_of(import_state state) {
  switch (state) {
    case import_state::running:
      return import_progress::running;
    case import_state::done:
      return import_progress::done;
    default:
      return import_progress::failed;
  }
}

}  // namespace

import_view view_of(const import_record& record, const subject_key& key) {
  field_errors errors;
  auto view = json::decode_text<import_view>(key.open(record.summary, summary_place(record.id)),
                                             errors, {.bytes_max = 16 << 20});
  if (!view) throw storage_failure{"a stored import does not read"};
  view->state = progress_of(record.state);
  // The summary is written at both ends; in between, and after a sudden one, the parts have counted.
  if (record.state != import_state::done) {
    view->rows_added = record.rows_added;
    view->rows_duplicate = record.rows_duplicate;
  }
  return *view;
}

import_ledger::outcome<import_view> import_ledger::begin(const change_origin& origin,
                                                         import_view view) {
  auto& rows = books_.repository();
  const auto account = rows.find_account(origin.book, view.account_id);
  if (!account) return failure{ledger_errc::account_not_found};
  if (account->closed) return failure{ledger_errc::account_closed};
  rows.interrupt_running_imports();
  view.created_at = origin.now;
  view.state = import_progress::running;
  import_record record{{}, origin.book, view.account_id, import_state::running, origin.now, {}};
  record.id = view.id = rows.add_import(record);
  const auto& key = books_.keys().find_or_make(origin.book.value);
  record.summary = key.seal(json::encode(view), summary_place(record.id));
  rows.save_import(record);
  return view;
}

import_ledger::outcome<import_view> import_ledger::finish(const change_origin& origin,
                                                          const import_view& view) {
  const auto& key = books_.keys().find_or_make(origin.book.value);
  const auto state =
      view.state == import_progress::done ? import_state::done : import_state::failed;
  books_.repository().save_import({view.id, origin.book, view.account_id, state, view.created_at,
                                   key.seal(json::encode(view), summary_place(view.id))});
  books_.events().publish(
      {origin.user, origin.book, origin.now, origin.trace_id},
      import_finished{view.id, view.account_id, state == import_state::done, view.rows_added,
                      view.rows_duplicate, view.rows_rejected});
  return view;
}

/// One part of a file on its way into an account.
struct import_ledger::addition {
  const change_origin& origin;
  import_id import;
  account_id account;
  const import_chunk& chunk;
  ledger_edit edit;
  rows_imported done{};
};

import_ledger::outcome<rows_imported> import_ledger::add(const change_origin& origin,
                                                         import_id import, account_id account,
                                                         const import_chunk& chunk) {
  auto& rows = books_.repository();
  addition part{origin, import, account, chunk, {rows, origin.book}};
  const auto* held = part.edit.find_account(account);
  if (!held) return failure{ledger_errc::account_not_found};
  if (held->closed) return failure{ledger_errc::account_closed};
  const auto& key = books_.keys().find_or_make(origin.book.value);
  const known_rows known{rows, account, chunk};
  const auto plan = plan_import(known.rows, identities_of(chunk, account, key));
  if (const auto added = add_rows(part, plan); !added) return failure{added.error()};
  for (const auto index : plan.changed) {
    auto record = known.records[index];
    record.marks = marks_text(plan.rows[index].marks);
    rows.save_import_row(account, record);
  }
  rows.add_to_import(import, part.done.added, part.done.duplicate);
  if (part.done.added > 0)
    if (const auto written = books_.finish(part.edit, origin); !written)
      return failure{written.error()};
  return part.done;
}

import_ledger::outcome<nothing> import_ledger::add_rows(addition& part, const import_plan& plan) {
  auto& rows = books_.repository();
  std::vector<imported_row> slice;
  const auto store = [&] {
    rows.add_imported(part.account, slice);
    part.done.added += static_cast<std::int64_t>(slice.size());
    slice.clear();
  };
  std::vector<transaction_id> ids;
  for (std::size_t i = 0, left = plan.added; i < part.chunk.rows.size(); ++i) {
    const auto& decision = plan.decisions[i];
    if (decision.what == row_decision::verdict::duplicate) {
      ++part.done.duplicate;
      continue;
    }
    if (slice.empty()) ids = rows.next_transaction_ids(std::min(left, slice_rows));
    const auto& row = part.chunk.rows[i];
    auto entered = enter_row(part, row, ids[slice.size()]);
    if (!entered) return failure{entered.error()};
    auto& fresh = slice.emplace_back(std::move(*entered));
    const auto& learnt = plan.rows[decision.row];
    fresh.record = {row.date, hex(learnt.group), static_cast<std::int64_t>(decision.occurrence),
                    marks_text(learnt.marks), fresh.row.id};
    --left;
    if (slice.size() == ids.size()) store();
  }
  return nothing{};
}

import_ledger::outcome<imported_row> import_ledger::enter_row(addition& part,
                                                              const statement_row& row,
                                                              transaction_id id) {
  const bool is_income = row.amount.minor > 0;
  const auto flow = is_income ? category_kind::income : category_kind::expense;
  const auto role = suggest_category_role(row.payee, flow)
                        .value_or(is_income ? category_role::uncategorised_income
                                            : category_role::uncategorised_expense);
  const auto payee = row.payee.empty() ? std::string{"(no payee)"} : row.payee;
  const auto other = ledger_account::of(category_with_role(role));
  auto postings = simple_postings(part.account, other, row.amount);
  if (!postings) return failure{postings.error()};
  transaction_row stored;
  stored.id = id;
  stored.book = part.origin.book;
  stored.account = part.account;
  stored.other = other;
  stored.date = row.date;
  stored.amount = row.amount.minor;
  stored.payee = books_.payees().find_or_add(part.origin.book, payee);
  stored.version = 1;
  stored.created_at = part.origin.now;
  stored.created_by = part.origin.user;
  stored.import = part.import;
  stored.import_line = static_cast<std::int64_t>(row.line);
  const auto entered = part.edit.enter(stored, *postings, {payee, row.note});
  if (!entered) return failure{entered.error()};
  auto words = books_.seal_note(part.origin, stored, row.note);
  return imported_row{std::move(stored), std::move(*postings), std::move(words), {}};
}

}  // namespace smartfin
