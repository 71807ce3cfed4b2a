#include "cluster/identity/local_identity.hpp"

#include <algorithm>

#include "cluster/identity/identity_listing.hpp"
#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/node_folder.hpp"
#include "cluster/identity/private_files.hpp"
#include "domain/trust/trust_table.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

enum class condition : std::uint8_t { good, to_renew, unusable };

/// Whether everything is there and good, and will be for a while.
condition condition_of(const fs::path& node, const fs::path& authority, instant now) {
  try {
    const authority_folder issuer{authority};
    if (services_in(node).size() != service_names().size()) return condition::unusable;
    auto found = condition::good;
    for (const auto& each : list_identities(node, now)) {
      if (!each.fault.empty()) return condition::unusable;
      if (each.file == bundle_name) {
        if (each.until - now < certificate_lifetime) return condition::unusable;
      } else if (each.until - now < (each.until - each.from) / 3) {
        found = condition::to_renew;
      }
    }
    return found;
  } catch (const identity_refusal&) {
    return condition::unusable;
  }
}

}  // namespace

fs::path ensure_local_identity(const fs::path& data_folder, instant now) {
  const auto folder = data_folder / "identity";
  const auto authority = folder / "authority", node = folder / "node";
  const auto found = condition_of(node, authority, now);
  if (found == condition::good) return node;
  if (found == condition::to_renew) {
    renew_node_folder(node, authority_folder{authority}, {}, now);
    return node;
  }
  const std::vector<std::string> services{service_names().begin(), service_names().end()};
  std::error_code error;
  // What is here serves this node alone and can be made at any time, so an authority at its end is replaced like a
  // damaged one: nobody elsewhere believes it.
  fs::remove_all(folder, error);
  if (error) throw identity_refusal{folder.string() + " cannot be replaced: " + error.message()};
  authority_folder::make(authority, "local", now);
  make_node_folder(node, authority_folder{authority},
                   {"local", services, {"localhost", "127.0.0.1", "::1"}}, now);
  return node;
}

}  // namespace smartfin
