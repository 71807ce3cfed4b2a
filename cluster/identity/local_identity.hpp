#pragma once

#include <filesystem>

#include "domain/instant.hpp"

namespace smartfin {

/// The identity of a node by itself, which is its own authority: made in "identity/" of the data folder at the first
/// start, renewed when less than a third of its time is left, made anew when it is damaged, lacks a service or its
/// authority comes to its end. Returns the node's folder (see node_folder.hpp). For the process that holds the data
/// folder's lock. Throws identity_refusal when it cannot be written.
std::filesystem::path ensure_local_identity(const std::filesystem::path& data_folder, instant now);

}  // namespace smartfin
