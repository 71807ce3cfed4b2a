#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "domain/instant.hpp"

namespace smartfin {

/// One certificate of an authority's or a node's folder, for people. Holds no secret.
struct listed_identity {
  std::string file;  // within the folder
  std::string who;   // its URI, or nothing when the file cannot be understood
  std::string key_id;
  std::string node;
  std::vector<std::string> hosts;
  instant from{};
  instant until{};
  std::string fault;  // why it cannot be used at `now`; empty when it can
};

/// Everything in the folder, the authorities first. Throws identity_refusal when the folder is neither kind.
std::vector<listed_identity> list_identities(const std::filesystem::path& folder, instant now);

}  // namespace smartfin
