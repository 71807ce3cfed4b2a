#include "actors/finance/import_service.hpp"

#include <algorithm>
#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <set>
#include <stdexcept>

#include "actors/answer_once.hpp"
#include "domain/imports/parse_statement.hpp"
#include "messages/errors.hpp"

namespace smartfin {

/// One import on its way, shared by the continuations of its requests.
struct running_import {
  call_context ctx;
  import_view view;
  std::vector<std::shared_ptr<const import_chunk>> chunks;
  std::size_t next = 0;
  int retries = 0;
  std::chrono::steady_clock::time_point tell_by;
  answer_once<import_view> promise;
};

namespace {

using self_pointer = import_actor::stateful_pointer<import_service_state>;
using import_ptr = std::shared_ptr<running_import>;

constexpr std::chrono::seconds writer_patience{60};
constexpr int retries_max = 5;

/// The rows of one account of the file, by day; refusals as the client reads them.
result<std::vector<statement_row>, std::string> rows_of(const parsed_statement& statement,
                                                        const std::string& wanted) {
  std::set<std::size_t> used;
  for (const auto& row : statement.rows)
    if (wanted.empty() || statement.accounts[row.account].key == wanted) used.insert(row.account);
  if (used.empty() && !wanted.empty())
    return failure{std::string{"The file has no rows of that account."}};
  if (used.size() > 1) {
    std::string names;
    for (const auto account : used) names += " \"" + statement.accounts[account].key + "\"";
    return failure{"The file holds several accounts; say which with statement_account:" + names};
  }
  std::vector<statement_row> rows;
  for (const auto& row : statement.rows)
    if (used.contains(row.account)) rows.push_back(row);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.date < b.date; });
  return rows;
}

/// Parts of whole days, at least `rows_min` rows each but for the last.
std::vector<std::shared_ptr<const import_chunk>> split(std::vector<statement_row> rows,
                                                       const std::string& source,
                                                       std::size_t rows_min) {
  std::vector<std::shared_ptr<const import_chunk>> chunks;
  auto part = std::make_shared<import_chunk>();
  for (auto& row : rows) {
    if (part->rows.size() >= rows_min && part->rows.back().date != row.date) {
      chunks.push_back(std::move(part));
      part = std::make_shared<import_chunk>();
    }
    part->source = source;
    part->rows.push_back(std::move(row));
  }
  if (!part->rows.empty()) chunks.push_back(std::move(part));
  return chunks;
}

/// Rows that are not in the account's currency are rejected like those that cannot be read.
void reject_other_currencies(std::vector<statement_row>& rows, currency unit, import_view& view) {
  std::erase_if(rows, [&](const statement_row& row) {
    if (row.amount.currency == unit) return false;
    ++view.rows_rejected;
    view.rejected.push_back({static_cast<std::int64_t>(row.line),
                             "The amount is in " + std::string{row.amount.currency.code()} +
                                 ", the account is in " + std::string{unit.code()} + "."});
    return true;
  });
}

import_view described(const parsed_statement& statement, account_id account) {
  import_view view;
  view.account_id = account;
  view.format = statement_format_name(statement.format);
  view.rows_read = static_cast<std::int64_t>(statement.rows_read);
  view.rows_rejected = static_cast<std::int64_t>(statement.rejected_count);
  for (const auto& row : statement.rejected)
    view.rejected.push_back({static_cast<std::int64_t>(row.line), row.reason});
  for (const auto& note : statement.dialect) view.dialect.push_back({note.what, note.value});
  return view;
}

/// Without the request's deadline and key: the import goes on when its client has been told that it runs.
call_context context_of_part(const running_import& import) {
  auto ctx = import.ctx;
  ctx.deadline = std::chrono::steady_clock::now() + writer_patience;
  ctx.idempotency_key.clear();
  return ctx;
}

void finish(self_pointer self, const import_deps& deps, const import_ptr& import,
            import_progress state) {
  import->view.state = state;
  self->request(deps.ledger.for_key(import->ctx.book.value), writer_patience,
                finish_import{context_of_part(*import), import->view})
      .then([import](const import_view&) { import->promise.deliver(import->view); },
            [import](const caf::error& error) { import->promise.deliver(error); });
}

bool is_worth_retrying(const caf::error& error) {
  return error.category() == caf::atom("system") || error.category() == infra_category;
}

void send_next(self_pointer self, const import_deps& deps, const import_ptr& import) {
  if (import->next == import->chunks.size())
    return finish(self, deps, import, import_progress::done);
  if (std::chrono::steady_clock::now() > import->tell_by) import->promise.deliver(import->view);
  self->request(deps.ledger.for_key(import->ctx.book.value), writer_patience,
                import_rows{context_of_part(*import), import->view.id, import->view.account_id,
                            import->chunks[import->next]})
      .then(
          [=](const rows_imported& done) {
            import->view.rows_added += done.added;
            import->view.rows_duplicate += done.duplicate;
            ++import->next;
            import->retries = 0;
            send_next(self, deps, import);
          },
          [=](const caf::error& error) {
            // The same rows again are duplicates, so asking again is safe whatever happened.
            if (is_worth_retrying(error) && ++import->retries <= retries_max)
              return send_next(self, deps, import);
            import->view.rejected.push_back({0, "The import stopped here."});
            finish(self, deps, import, import_progress::failed);
          });
}

/// What the file must be for the account; begins the import and sends its first part.
void begin(self_pointer self, const import_deps& deps, const import_file& m,
           parsed_statement parsed, std::vector<statement_row> rows,
           answer_once<import_view> promise) {
  auto import = std::make_shared<running_import>(
      running_import{m.ctx,
                     described(parsed, m.account_id),
                     {},
                     0,
                     0,
                     std::chrono::steady_clock::now() + deps.inline_time_max,
                     promise});
  reject_other_currencies(rows, m.unit, import->view);
  if (m.atomic && import->view.rows_rejected > 0) {
    const auto& first = import->view.rejected.front();
    promise.deliver(make_error(ledger_errc::rows_rejected,
                               std::to_string(import->view.rows_rejected) +
                                   " rows cannot be read; the first is line " +
                                   std::to_string(first.line) + ": " + first.reason));
    return;
  }
  const auto chunk_rows = m.atomic ? rows.size() + 1 : deps.chunk_rows;
  import->chunks = split(std::move(rows), parsed.source, chunk_rows);
  self->request(deps.ledger.for_key(m.ctx.book.value), writer_patience,
                begin_import{m.ctx, import->view})
      .then(
          [=](const import_view& begun) {
            // An answer to a repeated Idempotency-Key: goes on where it is, since rows are never added twice.
            import->view.id = begun.id;
            import->view.created_at = begun.created_at;
            send_next(self, deps, import);
          },
          [promise](const caf::error& error) mutable { promise.deliver(error); });
}

caf::result<import_view> on_file(self_pointer self, const import_deps& deps, const import_file& m) {
  auto promise = answer_later<import_view>(self);
  import_options options;
  options.unit = m.unit;
  options.preferred_order = usual_date_order(m.unit);
  auto parsed = parse_statement(*m.bytes, options, {m.content_type, ""});
  if (!parsed) {
    promise.deliver(make_error(ledger_errc::unknown_format, parsed.error().message));
    return promise.promise();
  }
  auto rows = rows_of(*parsed, m.statement_account);
  if (!rows) {
    promise.deliver(make_error(ledger_errc::unknown_format, rows.error()));
    return promise.promise();
  }
  begin(self, deps, m, std::move(*parsed), std::move(*rows), promise);
  return promise.promise();
}

}  // namespace

import_actor::behavior_type import_service(self_pointer self, import_deps deps) {
  apply_crash_policy(self, deps.report);
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [self, deps](const import_file& m) { return on_file(self, deps, m); },
  };
}

}  // namespace smartfin
