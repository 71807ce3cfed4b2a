#include "cluster/identity/node_credentials.hpp"

#include "cluster/identity/node_folder.hpp"

namespace smartfin {

node_credentials::node_credentials(const std::filesystem::path& folder) {
  for (const auto& service : services_in(folder))
    issuers_[service] = std::make_unique<credential_issuer>(service_key_path(folder, service));
}

std::shared_ptr<const std::string> node_credentials::credential_for(std::string_view caller,
                                                                    std::string_view audience,
                                                                    instant now) const {
  static const auto none = std::make_shared<const std::string>();
  const auto found = issuers_.find(caller);
  const auto made =
      found == issuers_.end() ? nullptr : found->second->credential_for(audience, now);
  return made ? made : none;
}

}  // namespace smartfin
