#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/instant.hpp"
#include "storage/backup/archive.hpp"

namespace smartfin {

struct manifest_member {
  std::string name;           ///< the path below the data folder, with '/' between folders
  std::optional<int> schema;  ///< of a service's database
  member_content content;
};

/// What a backup holds, in the order in which it holds it; itself its last member, as JSON.
struct backup_manifest {
  std::string product;  ///< version of the program that made it
  std::string made_at;  ///< RFC 3339
  std::vector<manifest_member> members;
};

backup_manifest new_manifest(instant now);
std::string to_json(const backup_manifest& manifest);
/// Throws backup_refusal (damaged) when it is no manifest, or a name leads out of the data folder.
backup_manifest parse_manifest(std::string_view json);

/// Throws backup_refusal (newer) when a database has a schema, or belongs to a service, that this program does not
/// know.
void refuse_newer(const backup_manifest& manifest);

}  // namespace smartfin
