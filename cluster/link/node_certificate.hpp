#pragma once

#include <string>
#include <string_view>

#include "cluster/link/link_options.hpp"

namespace smartfin {

/// What names a node in its certificate: smartfin://DEPLOYMENT/node/NAME, among the alternative names.
std::string node_uri(std::string_view deployment, std::string_view node);
/// The node that `uri` names; empty where it is none of this deployment.
std::string_view node_in(std::string_view uri, std::string_view deployment);

struct tls_texts {
  std::string authorities;
  std::string certificate;
  std::string key;
};
/// Throws link_refusal, which names the file that does not read.
tls_texts read_tls_files(const tls_files& files);

/// Throws link_refusal unless the certificate is good today, belongs to the key and names the node.
void check_certificate(const tls_texts& texts, std::string_view deployment, std::string_view node);

}  // namespace smartfin
