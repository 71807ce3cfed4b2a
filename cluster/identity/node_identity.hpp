#pragma once

#include <filesystem>

#include "cluster/identity/doorkeeper.hpp"
#include "cluster/identity/node_credentials.hpp"
#include "cluster/identity/node_folder.hpp"

namespace smartfin {

/// What a node is by its folder of keys: whom its services prove to be, and whom it believes.
struct node_identity {
  /// Throws identity_refusal when something in it cannot be used.
  explicit node_identity(const std::filesystem::path& folder)
      : credentials(folder), check(folder / bundle_name), door(check, refusals) {}

  node_credentials credentials;
  credential_check check;
  refusal_counts refusals;
  doorkeeper door;
};

}  // namespace smartfin
