#pragma once

#include <filesystem>

#include "domain/auth/credentials.hpp"

namespace smartfin {

/// The address and the password of a demo household, a line each, in a file that only its owner may read. Both throw
/// storage_refusal with a sentence for the operator.
void save_demo_login(const std::filesystem::path& file, const credentials& log_in);
credentials read_demo_login(const std::filesystem::path& file);

}  // namespace smartfin
