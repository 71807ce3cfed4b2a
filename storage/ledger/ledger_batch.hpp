#pragma once

#include <memory>

#include "storage/ledger/ledger_repository.hpp"
#include "storage/unit_of_work.hpp"

namespace smartfin {

/// A writer's repository and unit of work in one: books, accounts and month totals, which nearly every request of a
/// batch changes, and new transactions are kept in memory and written together, right before the commit or when
/// something asks for them. To its owner it looks as if every
/// call had gone to the store, savepoints included. Everything else is passed on at once.
class ledger_batch : public ledger_repository, public unit_of_work {};

/// Both must outlive it. A book is locked before anything of it is read, so that nobody else changes what is kept.
std::unique_ptr<ledger_batch> make_ledger_batch(ledger_repository& rows, unit_of_work& work);

}  // namespace smartfin
