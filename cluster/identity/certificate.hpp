#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/instant.hpp"
#include "domain/trust/identity_name.hpp"

struct x509_st;

namespace smartfin {

class private_key;

/// From when until when something is good, both included.
struct validity {
  instant from{};
  instant until{};
};

/// A certificate of a SmartFin deployment: one that names whom it speaks for by exactly one URI of ours. Having one
/// proves nothing: `trust_bundle` tells whether an authority vouches for it. Immutable, cheap to copy, shared by
/// threads.
class certificate {
public:
  /// None for bytes that are no certificate, or another's.
  static std::optional<certificate> from_der(std::string_view der);
  /// All certificates in the text, in order; none at all when one of them is not ours or damaged.
  static std::optional<std::vector<certificate>> all_from_pem(std::string_view pem);

  const identity_name& name() const;
  const validity& valid() const;
  /// The first half of the SHA-256 of its bytes, in hexadecimal: 32 characters. Names the key it is for, too.
  const std::string& key_id() const;
  /// What TLS peers may call it: host names and addresses.
  const std::vector<std::string>& hosts() const;
  /// The node that it was issued to.
  const std::string& node() const;
  /// Whether it may sign credentials of its service.
  bool speaks_for_service() const;

  bool is_of(const private_key& key) const;
  /// Whether its key made the signature: ECDSA over SHA-256, in DER.
  bool verify(std::string_view bytes, std::string_view signature) const;

  std::string to_der() const;
  std::string to_pem() const;
  x509_st* get() const;

private:
  struct parts;
  explicit certificate(std::shared_ptr<const parts> held) : parts_(std::move(held)) {}
  static std::optional<certificate> read(std::shared_ptr<x509_st> held);

  std::shared_ptr<const parts> parts_;
};

/// The purpose that stands in services' certificates instead of TLS's, so that they are good for credentials and for
/// nothing else: an object identifier under 2.25, where anyone's UUID has a place (ITU-T X.667).
inline constexpr const char* speaks_for_service_oid =
    "2.25.211654130713232560092620166380151347893";

}  // namespace smartfin
