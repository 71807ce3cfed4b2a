#pragma once

#include <span>

#include "actors/finance/bookkeeper.hpp"
#include "domain/imports/identity.hpp"
#include "messages/imports.hpp"

namespace smartfin {

/// Carries the rows of banks' files into the ledger, each at most once. Each call is one request in a savepoint of the
/// caller's. Owned by FINANCE's writer.
class import_ledger {
public:
  explicit import_ledger(bookkeeper& books) : books_(books) {}

  template <class T>
  using outcome = result<T, ledger_errc>;

  outcome<import_view> begin(const change_origin& origin, import_view view);
  outcome<rows_imported> add(const change_origin& origin, import_id import, account_id account,
                             const import_chunk& chunk);
  outcome<import_view> finish(const change_origin& origin, const import_view& view);

private:
  struct addition;
  outcome<imported_row> enter_row(addition& part, const statement_row& row, transaction_id id);
  outcome<nothing> add_rows(addition& part, const import_plan& plan);

  bookkeeper& books_;
};

/// A stored import as clients see it. Throws storage_failure when its summary does not read.
import_view view_of(const import_record& record, const subject_key& key);

}  // namespace smartfin
