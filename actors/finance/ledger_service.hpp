#pragma once

#include <memory>

#include "actors/finance/bookkeeper.hpp"
#include "actors/finance/import_ledger.hpp"
#include "actors/writer_store.hpp"
#include "messages/ledger.hpp"
#include "storage/ledger/ledger_batch.hpp"

namespace smartfin {

/// The one writer also serves the importer, and takes the flush of its own batch.
using ledger_writer = ledger_actor::extend_with<import_ledger_actor>::extend_with<
    event_publishing_actor>::extend<caf::reacts_to<flush_batch>>;

/// In the order in which each needs the one before.
struct ledger_writer_parts : publisher_store {
  explicit ledger_writer_parts(const service_deps& deps);

  std::unique_ptr<ledger_repository> stored;
  std::unique_ptr<ledger_batch> rows;
  bookkeeper books;
  import_ledger imports;
  write_batch batch;

private:
  using publisher_store::events;  // everybody else commits through `rows`, which knows more than is stored
};

struct ledger_writer_state {
  std::unique_ptr<ledger_writer_parts> parts;
  static inline const char* name = "ledger";
};

/// FINANCE's writer. Owns the one connection that changes the ledger. Talks to nobody. Forgets caches only when it
/// restarts: unsealed payees and keys, which it reads again; requests of an uncommitted batch get an outage.
ledger_writer::behavior_type ledger_service(
    ledger_writer::stateful_pointer<ledger_writer_state> self, service_deps deps);

}  // namespace smartfin
