#pragma once

#include <filesystem>
#include <memory>

#include "storage/objects/object_store.hpp"

namespace smartfin {

/// Objects as files of a folder, which one process uses at a time. An object is written beside the others, synced and
/// renamed; what a death left half written goes when the store is opened. While someone holds a shared lock of the
/// folder (flock), as a backup does, nothing is removed: `remove` then throws storage_failure.
/// Throws storage_refusal when the folder cannot be made or written.
std::unique_ptr<object_store> make_folder_store(const std::filesystem::path& folder);

}  // namespace smartfin
