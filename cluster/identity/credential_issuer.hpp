#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "cluster/identity/credential_rules.hpp"
#include "cluster/identity/issue_certificate.hpp"
#include "cluster/identity/watched_file.hpp"

namespace smartfin {

/// Makes the credentials of one service, with the key in its file; follows the file when it is replaced. Thread-safe.
class credential_issuer {
public:
  /// Throws identity_refusal when the file cannot be used: not there, readable by others, not a service's key.
  explicit credential_issuer(std::filesystem::path service_file, credential_rules rules = {});

  const std::string& service() const { return service_; }
  /// A credential for requests to that service, the same one for a while. Expects one of `service_names()`, else null.
  std::shared_ptr<const std::string> credential_for(std::string_view audience, instant now);
  /// When the certificate in use ends: credentials are worth nothing afterwards.
  instant valid_until() const;
  /// Reads the file now. False: it cannot be used, and the log says why; the key before stays in use.
  bool reload() { return file_.reload(); }

private:
  struct minted {
    instant from{};
    instant until{};  // of its use
    std::shared_ptr<const std::string> text;
  };
  void use(const std::string& pem);

  const credential_rules rules_;
  mutable std::mutex guard_;
  std::string service_;  // does not change after the first reading
  std::unique_ptr<own_identity> identity_;
  std::string certificate_;                    // in base64url
  std::map<std::string_view, minted> minted_;  // by audience
  watched_file file_;
};

}  // namespace smartfin
