#include "cluster/identity/service_credential.hpp"

#include <sodium.h>

#include <array>
#include <charconv>

namespace smartfin {
namespace {

constexpr auto base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::string_view form = "sfc1";

std::int64_t seconds(instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

/// Ten digits, which is every second from 2001 to 2286: one way to write each, and no sum of two overflows.
std::optional<instant> parse_seconds(std::string_view text) {
  std::int64_t value = 0;
  if (text.size() != 10 || text.front() < '1' || text.front() > '9') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return instant{std::chrono::seconds{value}};
}

/// Exactly `N` fields between dots.
template <std::size_t N>
std::optional<std::array<std::string_view, N>> fields_of(std::string_view text) {
  std::array<std::string_view, N> fields;
  for (std::size_t i = 0; i + 1 < N; ++i) {
    const auto dot = text.find('.');
    if (dot == text.npos) return std::nullopt;
    fields[i] = text.substr(0, dot);
    text.remove_prefix(dot + 1);
  }
  if (text.find('.') != text.npos) return std::nullopt;
  fields[N - 1] = text;
  return fields;
}

}  // namespace

std::string encode_base64url(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), base64), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), base64);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<std::string> decode_base64url(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (text.empty() ||
      sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, base64) != 0)
    return std::nullopt;
  bytes.resize(size);
  // libsodium 1.0.18 also takes some characters beyond ASCII for those that lack their highest bit.
  if (encode_base64url(bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<credential_parts> parse_credential(std::string_view text) {
  if (text.size() > credential_size_max) return std::nullopt;
  const auto fields = fields_of<7>(text);
  if (!fields || (*fields)[0] != form) return std::nullopt;
  const auto& [form_field, issuer, audience, issued, expires, proof, signature] = *fields;
  const auto from = parse_seconds(issued), until = parse_seconds(expires);
  auto signature_bytes = decode_base64url(signature);
  if (!is_identity_label(issuer) || !is_identity_label(audience) || !from || !until ||
      *until <= *from || proof.empty() || !signature_bytes)
    return std::nullopt;
  return credential_parts{{issuer, audience, *from, *until},
                          proof,
                          text.substr(0, text.size() - signature.size() - 1),
                          *std::move(signature_bytes)};
}

std::string make_credential(const credential_claims& claims, std::string_view certificate,
                            const private_key& key) {
  std::string text{form};
  for (const auto field : {claims.issuer, claims.audience}) text.append(".").append(field);
  for (const auto at : {claims.issued, claims.expires}) text += "." + std::to_string(seconds(at));
  text.append(".").append(certificate);
  return text + "." + encode_base64url(key.sign(text));
}

}  // namespace smartfin
