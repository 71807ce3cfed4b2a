#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "cluster/identity/credential_rules.hpp"
#include "cluster/identity/recent_map.hpp"
#include "cluster/identity/trust_bundle.hpp"
#include "cluster/identity/watched_file.hpp"

namespace smartfin {

struct credential_parts;

/// Tells which service a credential proves, by the authorities in a file; follows the file when it is replaced. What
/// was proved once is remembered, so that the next requests with the same credential cost next to nothing.
/// Thread-safe.
class credential_check {
public:
  /// Throws identity_refusal when the file holds no authorities of one deployment.
  explicit credential_check(std::filesystem::path bundle_file, credential_rules rules = {},
                            credential_memory memory = {});

  /// The service that made it, for requests to `audience`; the name lives as long as the program. Errors, the first
  /// that is found: no_credential, malformed, lives_too_long, wrong_audience, not_yet_valid, expired; then of its
  /// certificate unknown_authority, not_a_service, wrong_service, unknown_service; then bad_signature; then of the
  /// certificate again not_yet_valid, expired.
  result<std::string_view, trust_errc> check(std::string_view credential, std::string_view audience,
                                             instant now);
  /// Reads the file now. False: it cannot be used, and the log says why; the authorities before stay in force.
  bool reload() { return file_.reload(); }
  /// How many certificates and credentials are remembered.
  std::size_t remembered() const;

private:
  /// A certificate that an authority vouches for.
  struct known_service {
    certificate proof;
    std::string_view service;
    validity valid;
  };
  /// A credential whose signature was right; when it and its certificate are good.
  struct verdict {
    std::string_view service;
    std::string_view audience;
    validity valid;
  };
  void use(const std::string& pem);
  std::optional<verdict> recall(std::string_view credential) const;
  result<verdict, trust_errc> prove(std::string_view credential, std::string_view audience,
                                    instant now);
  result<known_service, trust_errc> signer_of(const credential_parts& parts,
                                              const trust_bundle& trusted) const;
  result<std::string_view, trust_errc> good_now(const verdict& proved, std::string_view audience,
                                                instant now) const;

  const credential_rules rules_;
  mutable std::shared_mutex guard_;
  std::shared_ptr<const trust_bundle> trusted_;
  recent_map<verdict> verdicts_;
  recent_map<known_service> certificates_;
  watched_file file_;
};

/// The service that a credential says it is of, unproved: for counting what was refused. Empty when it says none that
/// this build knows.
std::string_view claimed_service(std::string_view credential);

}  // namespace smartfin
