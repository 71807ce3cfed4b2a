#pragma once

#include "domain/byte_source.hpp"
#include "messages/imports.hpp"
#include "supervisors/crash_policy.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin {

struct import_deps {
  service<import_ledger_actor> ledger;
  /// Where rows are sorted that do not fit into memory.
  scratch_maker open_scratch;
  /// Rows that go to the writer in one message, so that others' requests come in between. Days are never divided.
  std::size_t chunk_rows = 1'000;
  /// The most rows of one day, and of an atomic import: these go in one message whatever their number.
  std::size_t rows_at_once_max = 20'000;
  /// A larger file is looked at when its client has been told that the import runs.
  std::uint64_t inline_bytes_max = 8u << 20;
  /// After this the client is told that the import runs, and asks how it stands.
  std::chrono::milliseconds inline_time_max{20'000};
  crash_report report;
};

struct import_service_state {
  static inline const char* name = "importer";
};

/// FINANCE's importer. Owns nothing; reads files and hands their rows to the ledger's writer, part by part. What it
/// holds of a file in memory does not depend on the file's size. When it restarts, imports that were running stay
/// unfinished: importing the file again completes them.
import_actor::behavior_type import_service(
    import_actor::stateful_pointer<import_service_state> self, import_deps deps);

}  // namespace smartfin
