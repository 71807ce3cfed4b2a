#include "cluster/identity/identity_listing.hpp"

#include <optional>

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/node_folder.hpp"
#include "cluster/identity/private_files.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

listed_identity described(std::string file, const certificate& proof, instant now) {
  listed_identity listed{std::move(file), to_uri(proof.name()), proof.key_id(),      proof.node(),
                         proof.hosts(),   proof.valid().from,   proof.valid().until, {}};
  if (const auto timely = check_time(proof.valid(), now, {}); !timely)
    listed.fault = timely.error() == trust_errc::expired ? "has expired" : "is not valid yet";
  return listed;
}

listed_identity unusable(std::string file, std::string why) {
  return {std::move(file), {}, {}, {}, {}, {}, {}, std::move(why)};
}

/// A file with a key and its certificate, which must be of the kind that its name says.
listed_identity listed_key(const fs::path& folder, const std::string& file,
                           const std::optional<trust_bundle>& trusted, instant now) {
  std::string pem;
  try {
    pem = read_identity_file(folder / file, true);
  } catch (const identity_refusal& refused) {
    return unusable(file, refused.what());
  }
  const auto found = parse_own_identity(pem);
  if (!found) return unusable(file, "holds no key with its certificate");
  auto listed = described(file, found->proof, now);
  const auto is_authority = found->proof.name().kind == identity_kind::authority;
  if (listed.fault.empty() && trusted && !is_authority && !trusted->vouches_for(found->proof))
    listed.fault = "was not issued by an authority in " + std::string{bundle_name};
  const auto name = fs::path{file}.stem().string();
  if (file.starts_with("services/") &&
      (found->proof.name().kind != identity_kind::service || found->proof.name().name != name))
    listed.fault = "is not the key of the service " + name;
  return listed;
}

}  // namespace

std::vector<listed_identity> list_identities(const fs::path& folder, instant now) {
  std::vector<listed_identity> all;
  std::optional<trust_bundle> trusted;
  const auto pem = read_identity_file(folder / bundle_name, false);
  try {
    trusted = trust_bundle::from_pem(pem);
    for (const auto& each : trusted->authorities())
      all.push_back(described(bundle_name, each, now));
  } catch (const identity_refusal& refused) {
    all.push_back(unusable(bundle_name, refused.what()));
  }
  bool has_key = false;
  for (const auto* name : {"issuer.pem", "successor.pem", node_key_name})
    if (is_there(folder / name)) {
      all.push_back(listed_key(folder, name, trusted, now));
      has_key = true;
    }
  if (!has_key)
    throw identity_refusal{folder.string() + " is neither an authority's folder nor a node's"};
  for (const auto& service : services_in(folder))
    all.push_back(listed_key(folder, "services/" + service + ".pem", trusted, now));
  return all;
}

}  // namespace smartfin
