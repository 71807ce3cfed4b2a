#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smartfin {

/// The services in the order in which a backup looks at their databases: who follows the events of another stands
/// before it. A service's database remembers how far it has read another's log, and must not remember more than the
/// other's copy holds; events that came in between are delivered again.
std::span<const std::string_view> snapshot_order();

/// The databases that are in the folder, in that order. Throws backup_refusal (newer) when one belongs to no service of
/// the order, and (unusable) when there is none.
std::vector<std::filesystem::path> databases_in_order(const std::filesystem::path& folder);

/// "auth" of "auth.db".
std::string service_of(const std::filesystem::path& database);

}  // namespace smartfin
