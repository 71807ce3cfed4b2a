#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace smartfin {

/// A private key on the curve P-256. Immutable, cheap to copy, shared by threads; the library wipes it when the last
/// copy goes.
class private_key {
public:
  static private_key generate();
  /// The first private key in the text; none when there is none, or one of another kind.
  static std::optional<private_key> from_pem(std::string_view pem);

  /// PKCS #8, unencrypted: for a file that only its owner may read.
  std::string to_pem() const;
  /// ECDSA over SHA-256, in DER.
  std::string sign(std::string_view bytes) const;

  evp_pkey_st* get() const { return key_.get(); }

private:
  explicit private_key(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace smartfin
