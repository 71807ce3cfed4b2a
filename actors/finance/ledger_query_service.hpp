#pragma once

#include <memory>

#include "actors/finance/ledger_reader.hpp"
#include "actors/service_deps.hpp"
#include "messages/ledger_queries.hpp"
#include "storage/sql/sql_session.hpp"

namespace smartfin {

/// The readers also tell how imports stand, and the whole ledger to whom it is told.
using ledger_query_reader =
    ledger_query_actor::extend_with<import_query_actor>::extend_with<ledger_snapshot_actor>;

struct ledger_query_parts {
  explicit ledger_query_parts(const service_deps& deps);

  sql_session session;
  std::unique_ptr<key_repository> key_rows;
  std::unique_ptr<ledger_repository> rows;
  key_ring keys;
  ledger_reader reader;
};

struct ledger_query_state {
  std::unique_ptr<ledger_query_parts> parts;
  static inline const char* name = "ledger_query";
};

/// One of FINANCE's readers. Owns a connection that cannot write. Talks to nobody. Forgets only caches.
ledger_query_reader::behavior_type ledger_query_service(
    ledger_query_reader::stateful_pointer<ledger_query_state> self, service_deps deps);

}  // namespace smartfin
