#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smartfin {

/// What a certificate of a deployment can speak for.
enum class identity_kind : std::uint8_t {
  authority,  // the deployment itself: it vouches for the others
  node,       // a process that takes part in the cluster
  service,    // a service, on whichever node holds its key
};

/// Who a certificate speaks for. In the certificate it is a URI: "smartfin://DEPLOYMENT/node/NAME",
/// "smartfin://DEPLOYMENT/service/NAME", "smartfin://DEPLOYMENT/authority".
struct identity_name {
  std::string deployment;
  identity_kind kind = identity_kind::node;
  std::string name;  // empty for the authority
  friend bool operator==(const identity_name&, const identity_name&) = default;
};

/// Names of deployments and nodes: 1 to 63 of a-z, 0-9 and "-", not at either end. So they are names of hosts and files
/// too, and there is one way to write each.
bool is_identity_label(std::string_view text);

/// Expects labels.
std::string to_uri(const identity_name& name);
/// The exact inverse: whatever `to_uri` does not write is none.
std::optional<identity_name> parse_identity_uri(std::string_view uri);

}  // namespace smartfin
