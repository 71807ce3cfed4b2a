#pragma once

#include <iosfwd>
#include <string>

namespace smartfin {

struct migrate_options {
  std::string from, to;  // "sqlite:DIR" or a URL of PostgreSQL
  std::string from_password_file, to_password_file;
  std::string master_key;  // file; empty: beside the folder, the source's first
  bool start_over = false;
};

/// Moves the data of an installation that no node runs on into another database, which must be empty, and compares
/// the two: tables, ledger hashes, event logs, cursors, audit log; a line for each on `out`. The source is only read.
/// 0 then; 1 with a sentence on `err` when something cannot be read or written, is in use or not empty, or is not the
/// same in the end. The target can be used only after 0: until then it lies beside its name, or is marked.
int run_migrate(const migrate_options& options, std::ostream& out, std::ostream& err);

}  // namespace smartfin
