#pragma once

#include <filesystem>
#include <memory>

#include "config/settings.hpp"
#include "storage/cache/cache.hpp"
#include "storage/data_folder.hpp"
#include "storage/objects/object_store.hpp"
#include "storage/vault.hpp"

namespace smartfin {

/// Where the settings say that services' data are.
storage_location location_of(const storage_settings& s);

/// The cache as configured: this process's memory, and Redis behind it where there is one. Reaches for nothing yet.
/// Throws storage_refusal with a sentence for the operator.
std::shared_ptr<cache> configured_cache(const cache_settings& s, const vault& keys);

/// The object store as configured: a bucket, or a folder in the data folder. The same promises.
std::shared_ptr<object_store> configured_objects(const object_settings& s,
                                                 const std::filesystem::path& data);

}  // namespace smartfin
