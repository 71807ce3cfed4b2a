#pragma once

#include <cstdint>
#include <string_view>

namespace smartfin {

/// Why a request between services is refused, or a certificate not believed. Append only.
enum class trust_errc : std::uint8_t {
  none = 0,
  no_credential = 1,
  malformed = 2,          // not a credential, or not a certificate of ours
  lives_too_long = 3,     // a credential for longer than any may be good
  wrong_audience = 4,     // made for another service
  not_yet_valid = 5,      // the credential, or the certificate behind it
  expired = 6,            // likewise
  unknown_authority = 7,  // the certificate comes from none that is trusted here
  not_a_service = 8,      // the certificate is a node's
  wrong_service = 9,      // the certificate is another service's than the credential speaks for
  unknown_service = 10,   // of no name that this build knows
  bad_signature = 11,
  not_allowed = 12,  // proved who it is, and may not send this
};

/// The word for it in logs, metrics and audit: "bad_signature".
constexpr std::string_view to_string(trust_errc code) {
  constexpr std::string_view words[] = {"none",           "no_credential",     "malformed",
                                        "lives_too_long", "wrong_audience",    "not_yet_valid",
                                        "expired",        "unknown_authority", "not_a_service",
                                        "wrong_service",  "unknown_service",   "bad_signature",
                                        "not_allowed"};
  const auto index = static_cast<std::size_t>(code);
  return index < std::size(words) ? words[index] : "unknown";
}

}  // namespace smartfin
