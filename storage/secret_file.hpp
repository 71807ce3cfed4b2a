#pragma once

#include <filesystem>
#include <string>

namespace smartfin {

/// The one line of a file that only its owner may read. Throws storage_refusal with a sentence for the operator.
std::string read_secret_file(const std::filesystem::path& file);

}  // namespace smartfin
