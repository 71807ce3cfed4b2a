#include "cluster/identity/node_folder.hpp"

#include <algorithm>

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/private_files.hpp"
#include "domain/trust/trust_table.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

std::string known_services() {
  std::string names;
  for (const auto each : service_names()) names += (names.empty() ? "" : ", ") + std::string{each};
  return names;
}

void check_order(const node_order& order) {
  if (!is_identity_label(order.node))
    throw identity_refusal{"a node is named with a-z, 0-9 and \"-\", at most 63 of them"};
  if (order.services.empty()) throw identity_refusal{"a node needs at least one service"};
  auto services = order.services;
  std::ranges::sort(services);
  if (std::ranges::adjacent_find(services) != services.end())
    throw identity_refusal{"a service is named twice"};
  for (const auto& each : services)
    if (!service_named(each))
      throw identity_refusal{"there is no service \"" + each + "\"; there are " + known_services()};
  for (const auto& each : order.hosts)
    if (!is_certificate_host(each))
      throw identity_refusal{"\"" + each + "\" is no host name and no address"};
  if (order.lifetime < std::chrono::days{1})
    throw identity_refusal{"certificates must be good for a day at least"};
}

std::string service_file(std::string_view service) {
  return "services/" + std::string{service} + ".pem";
}

folder_contents contents_of(const authority_folder& authority, const node_order& order,
                            instant now) {
  const auto until = now + order.lifetime;
  folder_contents files{{bundle_name, authority.trusted().to_pem()}};
  for (const auto& service : order.services)
    files[service_file(service)] = to_pem(
        authority.issue({{{}, identity_kind::service, service}, order.node, {}, {{}, until}}, now));
  // Its own name is one of its hosts, so that a peer can ask for this node wherever it was found.
  auto hosts = order.hosts;
  if (std::ranges::find(hosts, order.node) == hosts.end()) hosts.push_back(order.node);
  files[node_key_name] = to_pem(authority.issue(
      {{{}, identity_kind::node, order.node}, order.node, std::move(hosts), {{}, until}}, now));
  return files;
}

certificate node_certificate(const fs::path& folder) {
  const auto file = folder / node_key_name;
  const auto found = certificate::all_from_pem(read_identity_file(file, true));
  if (!found || found->size() != 1 || found->front().name().kind != identity_kind::node)
    throw identity_refusal{file.string() + " holds no node's certificate"};
  return found->front();
}

}  // namespace

fs::path service_key_path(const fs::path& folder, std::string_view service) {
  return folder / service_file(service);
}

std::vector<std::string> services_in(const fs::path& folder) {
  std::vector<std::string> found;
  for (const auto name : service_names())
    if (is_there(service_key_path(folder, name))) found.emplace_back(name);
  return found;
}

void make_node_folder(const fs::path& folder, const authority_folder& authority,
                      const node_order& order, instant now) {
  check_order(order);
  make_private_folder(folder, contents_of(authority, order, now));
}

void renew_node_folder(const fs::path& folder, const authority_folder& authority,
                       const node_changes& changes, instant now) {
  const auto before = node_certificate(folder);
  if (before.name().deployment != authority.deployment())
    throw identity_refusal{folder.string() + " belongs to the deployment " +
                           before.name().deployment + ", the authority to " +
                           authority.deployment()};
  const node_order order{before.name().name, changes.services.value_or(services_in(folder)),
                         changes.hosts.value_or(before.hosts()), changes.lifetime};
  check_order(order);
  const auto files = contents_of(authority, order, now);
  // Whom to believe comes first: what follows may be by a new authority.
  replace_private_file(folder / bundle_name, files.at(bundle_name));
  for (const auto& [name, bytes] : files)
    if (name != bundle_name) replace_private_file(folder / name, bytes);
  for (const auto& service : services_in(folder))
    if (!files.contains(service_file(service))) fs::remove(service_key_path(folder, service));
}

}  // namespace smartfin
