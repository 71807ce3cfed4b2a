#pragma once

#include <cstdint>
#include <filesystem>

#include "domain/audit/merkle_proof.hpp"

namespace smartfin {

/// The tree of a published log of `size` entries, read from its files; `node` throws storage_failure for one that is
/// missing.
stored_tree published_tree(const std::filesystem::path& log, std::uint64_t size);

}  // namespace smartfin
