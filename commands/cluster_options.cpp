#include "commands/cluster_options.hpp"

#include <algorithm>

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/node_folder.hpp"
#include "cluster/identity/tls_identity.hpp"
#include "cluster/membership/lease_store.hpp"
#include "config/listen_address.hpp"
#include "domain/trust/trust_table.hpp"

namespace smartfin {
namespace {

constexpr const char* build_name = SMARTFIN_VERSION;

}  // namespace

result<nothing, std::string> check_cluster(const settings& s) {
  const auto& c = s.cluster;
  if (!is_clustered(s)) {
    if (c.services.empty()) return nothing{};
    return failure{std::string{
        "a node that is to run some services only needs others: name etcd with --cluster"}};
  }
  const auto needs = [](const std::string& what) {
    return failure{"a node of a cluster needs " + what};
  };
  if (s.storage.url.empty()) return needs("PostgreSQL, which all nodes share: storage.url");
  if (s.security.master_key_file.empty())
    return needs("the master key that all nodes have: security.master_key_file");
  if (c.keys_folder.empty())
    return needs("its keys, made by \"smartfin keys issue\": cluster.keys_folder");
  if (c.etcd_certificate_file.empty() || c.etcd_key_file.empty())
    return needs("what it shows to etcd: cluster.etcd_certificate_file and cluster.etcd_key_file");
  if (services_of(s).contains("file") && s.objects.url.empty() && s.objects.folder.empty())
    return needs("one place for the contents of files: objects.url, or a shared objects.folder");
  return nothing{};
}

std::set<std::string> services_of(const settings& s) {
  const auto& chosen = s.cluster.services;
  if (!chosen.empty()) return {chosen.begin(), chosen.end()};
  return {service_names().begin(), service_names().end()};
}

linked_node_options link_options_of(const settings& s, const spool_folder& spool, instant now) {
  const std::filesystem::path keys{s.cluster.keys_folder};
  const auto own = tls_identity{keys}.current(now)->node;
  if (own.name != s.node.name)
    throw identity_refusal{"the keys in " + keys.string() + " are those of the node " + own.name +
                           ", and this one is called " + s.node.name};
  const auto held = services_in(keys);
  for (const auto& service : services_of(s))
    if (std::ranges::find(held, service) == held.end())
      throw identity_refusal{"the node has no keys of the service " + service + " in " +
                             keys.string()};
  linked_node_options options;
  auto& link = options.link;
  link.deployment = own.deployment;
  link.node = own.name;
  link.incarnation = draw_incarnation();
  link.build = build_name;
  const auto here = services_of(s);
  link.services = {here.begin(), here.end()};
  settings probe;
  if (const auto read = apply_listen(probe, s.cluster.listen); !read)
    throw identity_refusal{"cluster.listen: " + read.error()};
  link.listen_host = probe.http.host;
  link.listen_port = static_cast<std::uint16_t>(probe.http.port);
  link.files = {keys / bundle_name, keys / node_key_name, keys / node_key_name};
  link.open_scratch = [&spool] { return spool.open(); };
  options.link_address = s.cluster.advertise;
  options.http_address = s.http.host + ":" + std::to_string(s.http.port);
  return options;
}

linked_node::directory_maker directory_of(const settings& s, const std::string& deployment) {
  const auto& c = s.cluster;
  etcd_options etcd{c.etcd, {c.etcd_ca_file, c.etcd_certificate_file, c.etcd_key_file}};
  return [etcd, deployment, lease = c.lease](member_record self, directory_listener listener) {
    return make_leased_directory(std::move(self),
                                 make_etcd_lease_store(etcd, "/smartfin/" + deployment + "/"),
                                 lease_terms{.ttl = lease}, std::move(listener));
  };
}

}  // namespace smartfin
