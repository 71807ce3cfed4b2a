#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cluster/identity/authority_folder.hpp"

namespace smartfin {

/// What a node is given, in a folder of its own:
///
///     authority.pem           whom it believes
///     node.pem                its key and certificate, for TLS with other nodes
///     services/NAME.pem       key and certificate of each service that it may run
///
/// Everything is readable by its owner only. Files are replaced one by one, each at once; whoever uses them reads them
/// again when they change (`credential_issuer`, `credential_check`, `tls_identity`).
inline constexpr const char* bundle_name = "authority.pem";
inline constexpr const char* node_key_name = "node.pem";
std::filesystem::path service_key_path(const std::filesystem::path& folder,
                                       std::string_view service);

inline constexpr std::chrono::days certificate_lifetime{365};

struct node_order {
  std::string node;
  std::vector<std::string> services;  // in any order, once each
  std::vector<std::string>
      hosts;  // names and addresses at which the others reach it; its name is added
  std::chrono::days lifetime = certificate_lifetime;
};

/// New keys and certificates. Throws identity_refusal: something is there already, a name that is none, a service that
/// this build does not know, none at all.
void make_node_folder(const std::filesystem::path& folder, const authority_folder& authority,
                      const node_order& order, instant now);

/// What becomes different when a node's keys are renewed; what is not given stays.
struct node_changes {
  std::optional<std::vector<std::string>> services{};
  std::optional<std::vector<std::string>> hosts{};
  std::chrono::days lifetime = certificate_lifetime;
};

/// New keys and certificates for the node that the folder is of, and the authority's newest bundle. Certificates from
/// before stay good until they expire: nobody needs to be told at once. A crash leaves some renewed and some not, all
/// of them good; so does a refusal. Throws identity_refusal: as above, or the folder is another deployment's.
void renew_node_folder(const std::filesystem::path& folder, const authority_folder& authority,
                       const node_changes& changes, instant now);

/// The services that the folder has keys of, in the order of their names.
std::vector<std::string> services_in(const std::filesystem::path& folder);

}  // namespace smartfin
