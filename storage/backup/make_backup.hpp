#pragma once

#include <filesystem>

#include "storage/backup/manifest.hpp"
#include "storage/vault.hpp"

namespace smartfin {

struct backup_place {
  std::filesystem::path data;  ///< the data folder; a node may be running on it
  std::filesystem::path file;  ///< replaced when the backup is complete and durable, and not before
};

/// Writes one file with a consistent copy of every service's database, the contents of the files that they know of
/// (where these lie in the data folder) and the proof of the key, and says what it holds.
/// The published audit log is not in it: AUDIT makes it anew of its database, to the same bytes.
/// What was acknowledged before the call is in it. Takes no lock of the node's and does not make it
/// wait. One database at a time is copied into the data folder, where its like lies already, under no name; that needs
/// space for the largest. Throws backup_refusal and leaves `file` as it was.
backup_manifest make_backup(const backup_place& place, const vault& keys, instant now);

}  // namespace smartfin
