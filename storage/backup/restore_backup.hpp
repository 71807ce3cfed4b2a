#pragma once

#include <filesystem>

#include "storage/backup/manifest.hpp"
#include "storage/vault.hpp"

namespace smartfin {

/// Reads a whole backup and checks that it is authentic, complete and not newer than this program; writes nothing.
/// Throws backup_refusal.
backup_manifest verify_backup(const std::filesystem::path& file, const vault& keys);

struct restore_place {
  std::filesystem::path file;
  std::filesystem::path data;  ///< must be absent or empty
};

/// The same, and makes the data folder of it. It is written beside its name, every database is asked whether it is
/// whole, and only then it gets the name: a death at any moment leaves the name as it was or the complete folder, and
/// the next call removes what was left beside. Throws backup_refusal and leaves nothing.
backup_manifest restore_backup(const restore_place& place, const vault& keys);

}  // namespace smartfin
