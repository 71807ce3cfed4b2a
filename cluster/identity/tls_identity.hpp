#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "cluster/identity/issue_certificate.hpp"
#include "cluster/identity/watched_file.hpp"

namespace smartfin {

/// What a node shows its peers over TLS and what it believes of theirs, as the texts that TLS libraries take. Who the
/// peer is, its certificate's URI says (`parse_identity_uri`): of the same deployment, and a node.
struct tls_material {
  identity_name node;
  std::string authorities_pem;
  std::string certificate_pem;
  std::string key_pem;
  validity valid;
  /// Counts from 1 on; another number means that something is new.
  std::uint64_t version = 0;
};

/// A node's side of TLS, from its folder (see node_folder.hpp); follows the files when they are replaced. Thread-safe.
class tls_identity {
public:
  /// Throws identity_refusal with what is missing or does not fit.
  explicit tls_identity(const std::filesystem::path& node_folder);

  /// The newest that can be used. Never null.
  std::shared_ptr<const tls_material> current(instant now);
  /// Reads the files now. False: one of them cannot be used, and the log says why; what it held before stays in force.
  bool reload();

private:
  void use_authorities(const std::string& pem);
  void use_key(const std::string& pem);
  void publish(const std::function<void(tls_material&)>& change);

  mutable std::mutex guard_;
  std::shared_ptr<const tls_material> material_;
  watched_file authorities_;
  watched_file key_;
};

}  // namespace smartfin
