#pragma once

#include <string>
#include <vector>

#include "cluster/identity/certificate.hpp"
#include "cluster/identity/private_key.hpp"

namespace smartfin {

/// A key and the certificate that is for it.
struct own_identity {
  certificate proof;
  private_key key;
};

/// One text with both, the key first: the form of every key file, because one file is replaced at once and two are not.
std::string to_pem(const own_identity& identity);
/// None when a part is missing or they do not belong together.
std::optional<own_identity> parse_own_identity(std::string_view pem);

struct certificate_order {
  identity_name name;
  std::string node{};                // that will hold it; empty for an authority
  std::vector<std::string> hosts{};  // a node's: names and addresses at which peers reach it
  validity valid;
};

/// A name of DNS, or an IPv4 or IPv6 address: what a node's certificate can say about where it is.
bool is_certificate_host(std::string_view text);

/// A new authority, certified by itself.
own_identity make_authority(const std::string& deployment, const validity& valid);
/// A new key with a certificate by `authority`, whose own end ends it too. Nodes': TLS, as client and server.
/// Services': credentials only. Expects labels for names and hosts that `is_certificate_host`.
own_identity issue_certificate(const own_identity& authority, certificate_order order);

}  // namespace smartfin
