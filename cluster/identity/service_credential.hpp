#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cluster/identity/issue_certificate.hpp"

namespace smartfin {

/// What a service says with a credential: that it is `issuer` and asks `audience`, from `issued` to `expires`.
struct credential_claims {
  std::string_view issuer;
  std::string_view audience;
  instant issued{};
  instant expires{};
};

/// Proves to one service that another sent a request. A text in one form only:
///
///     sfc1.ISSUER.AUDIENCE.ISSUED.EXPIRES.CERTIFICATE.SIGNATURE
///
/// Times are whole seconds since 1970; the issuer's certificate (DER) and the signature (ECDSA with P-256 and
/// SHA-256, DER, over everything before its dot) are base64url without padding. About 1 KB. Whoever sees one can use
/// it until it expires, but only towards its audience.
struct credential_parts {
  credential_claims claims;
  std::string_view certificate;  // still in base64url
  std::string_view signed_text;
  std::string signature;
};

inline constexpr std::size_t credential_size_max = 4096;

/// Its parts, which look into `text`; nothing of it is proved. None for what is not written as above.
std::optional<credential_parts> parse_credential(std::string_view text);
/// The parts of a credential that bear bytes. None for what no encoder writes.
std::optional<std::string> decode_base64url(std::string_view text);
std::string encode_base64url(std::string_view bytes);

/// Times are cut to seconds. `certificate` is that of `key`, in base64url.
std::string make_credential(const credential_claims& claims, std::string_view certificate,
                            const private_key& key);

}  // namespace smartfin
