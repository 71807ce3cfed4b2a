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
  std::optional<int> schema;  ///< of a service's rows
  std::uint64_t rows = 0;
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

/// Whether a member's name leads to something below the data folder.
bool stays_inside(const std::string& name);

/// Throws backup_refusal (newer) when a member's rows have a schema, or belong to a service, that this program does not
/// know. `maker` is who made the backup, for the sentence.
void refuse_newer(const manifest_member& member, const std::string& maker);

/// The names of the members that are no service's rows.
inline constexpr const char* manifest_name = "manifest";
inline constexpr const char* key_check_name = "key-check";

}  // namespace smartfin
