#pragma once

#include <filesystem>
#include <optional>

#include "cluster/identity/issue_certificate.hpp"
#include "cluster/identity/trust_bundle.hpp"

namespace smartfin {

/// Certificates are good from a little before they are made, for peers whose clocks are behind.
inline constexpr std::chrono::minutes issued_before_now{5};
inline constexpr std::chrono::days authority_lifetime{3650};

/// A deployment's authority on disk. It belongs on no node: who has it can make any node and any service.
///
///     authority.pem       the certificates that peers believe: the issuer's, and its successor's or predecessor's
///     issuer.pem          the issuing key with its certificate
///     successor.pem       only between `prepare_successor` and `switch_to_successor`: the next issuer
///
/// The authority itself is changed in three steps, between which every node gets the new authority.pem, so that at no
/// time a node meets a certificate that it does not believe: prepare (the next is believed), switch (it issues), finish
/// (the one before is believed no more). Each step can be repeated after a crash.
class authority_folder {
public:
  /// Throws identity_refusal: something is there, the deployment's name is none.
  static void make(const std::filesystem::path& folder, const std::string& deployment, instant now,
                   std::chrono::days lifetime = authority_lifetime);
  /// Throws identity_refusal with what is missing or does not fit.
  explicit authority_folder(std::filesystem::path folder);

  const std::string& deployment() const { return issuer_.proof.name().deployment; }
  const trust_bundle& trusted() const { return trusted_; }
  const certificate& issuer() const { return issuer_.proof; }
  bool has_successor() const { return successor_.has_value(); }

  /// `order.name.deployment` and `order.valid.from` are filled in here. Throws identity_refusal when the authority's
  /// own certificate is not good at `now`.
  own_identity issue(certificate_order order, instant now) const;

  /// Throws identity_refusal when the one before is still believed.
  void prepare_successor(instant now, std::chrono::days lifetime = authority_lifetime);
  /// Throws identity_refusal when there is none.
  void switch_to_successor();
  /// Throws identity_refusal when there is nothing to finish.
  void forget_predecessor();

private:
  void load();

  std::filesystem::path folder_;
  own_identity issuer_;
  std::optional<own_identity> successor_;
  trust_bundle trusted_;
};

}  // namespace smartfin
