#pragma once

#include <array>

#include "config/settings.hpp"
#include "http/edge.hpp"
#include "storage/objects/object_store.hpp"
#include "storage/spool_folder.hpp"
#include "storage/vault.hpp"
#include "supervisors/app_tree.hpp"

namespace smartfin {

/// The settings as the tree of services takes them. Throws storage_refusal when the score's models can't be used.
app_tree_options tree_options(const settings& s, const std::filesystem::path& data,
                              std::shared_ptr<object_store> objects, const spool_folder& spool);
/// The settings as the edge takes them.
http::edge_options door_options(const settings& s, const spool_folder& spool);
/// Seals cursors; the same for every node with the same master key.
std::array<unsigned char, 32> cursor_key(const vault& keys);

}  // namespace smartfin
