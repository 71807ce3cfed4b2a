#include "cluster/identity/tls_identity.hpp"

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/node_folder.hpp"
#include "cluster/identity/trust_bundle.hpp"

namespace smartfin {

tls_identity::tls_identity(const std::filesystem::path& node_folder)
    : material_(std::make_shared<const tls_material>()),
      authorities_(node_folder / bundle_name, false,
                   [this](const std::string& pem) { use_authorities(pem); }),
      key_(node_folder / node_key_name, true, [this](const std::string& pem) { use_key(pem); }) {
  authorities_.read();
  key_.read();
}

std::shared_ptr<const tls_material> tls_identity::current(instant now) {
  authorities_.refresh(now);
  key_.refresh(now);
  const std::lock_guard lock{guard_};
  return material_;
}

bool tls_identity::reload() {
  const bool authorities = authorities_.reload();
  return key_.reload() && authorities;
}

void tls_identity::use_authorities(const std::string& pem) {
  const auto trusted = trust_bundle::from_pem(pem);
  publish([&](tls_material& next) {
    if (!next.node.deployment.empty() && next.node.deployment != trusted.deployment())
      throw identity_refusal{"it is of the deployment " + trusted.deployment() + ", not of " +
                             next.node.deployment};
    next.authorities_pem = trusted.to_pem();
  });
}

void tls_identity::use_key(const std::string& pem) {
  const auto found = parse_own_identity(pem);
  if (!found) throw identity_refusal{"it holds no key with its certificate"};
  const auto& name = found->proof.name();
  if (name.kind != identity_kind::node)
    throw identity_refusal{"it is of " + to_uri(name) + ", not of a node"};
  publish([&](tls_material& next) {
    if (!next.node.name.empty() && next.node != name)
      throw identity_refusal{"it is of " + to_uri(name) + ", not of " + to_uri(next.node)};
    if (!trust_bundle::from_pem(next.authorities_pem).vouches_for(found->proof))
      throw identity_refusal{"it was not issued by an authority in " + std::string{bundle_name}};
    next.node = name;
    next.certificate_pem = found->proof.to_pem();
    next.key_pem = found->key.to_pem();
    next.valid = found->proof.valid();
  });
}

void tls_identity::publish(const std::function<void(tls_material&)>& change) {
  const std::lock_guard lock{guard_};
  auto next = *material_;
  change(next);
  ++next.version;
  material_ = std::make_shared<const tls_material>(std::move(next));
}

}  // namespace smartfin
