#pragma once

#include <filesystem>

#include "storage/backup/manifest.hpp"
#include "storage/transfer/data_place.hpp"
#include "storage/vault.hpp"

namespace smartfin {

/// Reads a whole backup and checks that it is authentic, complete and not newer than this program; writes nothing.
/// Throws backup_refusal.
backup_manifest verify_backup(const std::filesystem::path& file, const vault& keys);

struct restore_place {
  std::filesystem::path file;
  data_place data;  ///< must be absent or empty
  bool start_over =
      false;  ///< PostgreSQL: what an unfinished attempt has left there is removed first
};

/// The same, and stores the rows with every guard of the databases on, then reads them back. A death at any moment
/// leaves no
/// data that a node would start on: a folder is written beside its name, and the next call removes it; PostgreSQL is
/// marked as unfinished. Throws backup_refusal, storage_refusal or storage_failure, and then the same holds.
backup_manifest restore_backup(const restore_place& place, const vault& keys);

}  // namespace smartfin
