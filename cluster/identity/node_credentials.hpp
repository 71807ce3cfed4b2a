#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "cluster/identity/credential_issuer.hpp"

namespace smartfin {

/// What the services of a node prove themselves with: an issuer for each that its folder has keys of (node_folder.hpp).
/// Thread-safe.
class node_credentials {
public:
  /// Throws identity_refusal when a key cannot be used.
  explicit node_credentials(const std::filesystem::path& folder);

  /// For requests of `caller` to `audience`; never null, empty where the node was not given keys of `caller`.
  std::shared_ptr<const std::string> credential_for(std::string_view caller,
                                                    std::string_view audience, instant now) const;
  bool speaks_for(std::string_view service) const { return issuers_.contains(service); }

private:
  std::map<std::string, std::unique_ptr<credential_issuer>, std::less<>> issuers_;
};

}  // namespace smartfin
