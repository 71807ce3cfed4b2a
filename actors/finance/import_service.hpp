#pragma once

#include "messages/imports.hpp"
#include "supervisors/crash_policy.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin {

struct import_deps {
  service<import_ledger_actor> ledger;
  /// Rows that go to the writer in one message, so that others' requests come in between. Days are never divided.
  std::size_t chunk_rows = 500;
  /// After this the client is told that the import runs, and asks how it stands.
  std::chrono::milliseconds inline_time_max{20'000};
  crash_report report;
};

struct running_import;
struct import_service_state {
  static inline const char* name = "importer";
};

/// FINANCE's importer. Owns nothing; reads files and hands their rows to the ledger's writer, part by part. When it
/// restarts, imports that were running count as failed: importing the file again completes them.
import_actor::behavior_type import_service(
    import_actor::stateful_pointer<import_service_state> self, import_deps deps);

}  // namespace smartfin
