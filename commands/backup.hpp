#pragma once

#include <iosfwd>
#include <string>

namespace smartfin {

struct backup_options {
  std::string data;
  std::string to;
  std::string config;  // settings file of the node: where data and master key are; empty: defaults
};

/// Writes a backup of a node's data into one file, while nodes are running on them or not. 0 then; with a sentence on
/// `err`: 1 when something cannot be read or written or the master key is missing or not the one of the data, 4 when
/// the data is of a newer program. A file that has the name already is replaced only by a complete backup.
int run_backup(const backup_options& options, std::ostream& out, std::ostream& err);

struct restore_options {
  std::string from;
  std::string data;
  std::string config;
  std::string master_key;  // file; empty: as configured
  bool verify_only = false;
  bool start_over = false;  // PostgreSQL: remove what an unfinished attempt has left
};

/// Makes a node's data of a backup, or with `verify_only` says whether the backup is whole. 0 then; with a sentence on
/// `err`: 1 when the place is not empty or something cannot be read or written, 2 when the backup is damaged, 3 when it
/// was made with another master key, 4 when it is of a newer program, 5 when of one from before the first release.
/// In these cases nothing is left that a node would start on.
int run_restore(const restore_options& options, std::ostream& out, std::ostream& err);

}  // namespace smartfin
