#pragma once

#include <filesystem>

#include "storage/backup/manifest.hpp"
#include "storage/transfer/data_place.hpp"
#include "storage/vault.hpp"

namespace smartfin {

struct backup_place {
  data_place data;             ///< nodes may be running on it
  std::filesystem::path file;  ///< replaced when the backup is complete and durable, and not before
};

/// Writes one file with the rows of every service, consistent with each other, the contents of files that they know of
/// (where these lie in the data folder) and the proof of the key, and says what it holds. It can be restored into
/// any kind of database. The published audit log is not in it: AUDIT makes it anew of
/// its rows, to the same bytes. What was acknowledged before the call is in it. Takes no lock of a node's and does
/// not make it wait. Throws backup_refusal, storage_refusal or storage_failure and leaves `file` as it was.
backup_manifest make_backup(const backup_place& place, const vault& keys, instant now);

}  // namespace smartfin
