#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cluster/identity/certificate.hpp"
#include "domain/result.hpp"
#include "domain/trust/trust_errc.hpp"

struct x509_store_st;

namespace smartfin {

/// The authorities of one deployment that are believed: one, or two while the deployment changes from one to the next.
/// Immutable, cheap to copy, shared by threads.
class trust_bundle {
public:
  /// Throws identity_refusal: no certificates of authorities of one deployment.
  static trust_bundle from_pem(std::string_view pem);

  const std::string& deployment() const { return authorities_.front().name().deployment; }
  std::span<const certificate> authorities() const { return authorities_; }
  std::string to_pem() const;

  /// Whether one of the authorities issued it to a node or service of its own deployment, and from when until when both
  /// are good; what time it is now is not asked. Errors: unknown_authority.
  result<validity, trust_errc> vouches_for(const certificate& proof) const;

private:
  explicit trust_bundle(std::vector<certificate> authorities);

  std::vector<certificate> authorities_;
  std::shared_ptr<x509_store_st> store_;
};

/// Errors: not_yet_valid, expired; `skew` is how far clocks may be apart.
result<nothing, trust_errc> check_time(const validity& valid, instant now,
                                       std::chrono::seconds skew);

}  // namespace smartfin
