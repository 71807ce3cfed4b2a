#include "actors/auth/token_signer.hpp"

#include <sodium.h>

#include <algorithm>

namespace smartfin {
namespace {

constexpr auto base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string to_base64(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, base64), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, base64);
  text.pop_back();
  return text;
}

std::string to_base64(std::string_view text) {
  return to_base64(reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

std::string place_of(const std::string& kid) { return "signing_keys/" + kid; }

std::int64_t seconds(instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace

const std::vector<signing_key_row>& token_signer::rows() {
  if (rows_.empty()) rows_ = repository_.list_signing_keys();
  return rows_;
}

bool token_signer::needs_key(instant now) {
  return rows().empty() || now - rows().front().created_at > rotate_after;
}

void token_signer::rotate(instant now) {
  unsigned char open[crypto_sign_PUBLICKEYBYTES], closed[crypto_sign_SECRETKEYBYTES];
  crypto_sign_keypair(open, closed);
  signing_key_row row;
  row.kid = random_token(9);
  row.public_key = to_base64(open, sizeof open);
  row.secret_key =
      keys_.own().seal({reinterpret_cast<const char*>(closed), sizeof closed}, place_of(row.kid));
  row.created_at = now;
  sodium_memzero(closed, sizeof closed);
  repository_.add_signing_key(row);
  forget();
}

/// Newest first. Whoever checks tokens has heard of a key before it is used; other nodes may have made one, too.
const signing_key_row& token_signer::key_in_use(instant now) {
  const auto& all = rows();
  const auto known = std::ranges::find_if(
      all, [&](const signing_key_row& row) { return now - row.created_at >= used_after; });
  return known == all.end() ? all.back() : *known;
}

std::string token_signer::sign(const access_claims& who, instant now,
                               std::chrono::seconds lifetime) {
  const auto& key = key_in_use(now);
  const auto issued = seconds(now);
  const auto header = R"({"alg":"EdDSA","typ":"at+jwt","kid":")" + key.kid + "\"}";
  const auto claims = R"({"iss":"smartfin","aud":"smartfin","sub":")" +
                      std::to_string(who.user.value) + R"(","sid":)" +
                      std::to_string(who.session.value) + R"(,"iat":)" + std::to_string(issued) +
                      R"(,"exp":)" + std::to_string(issued + lifetime.count()) + R"(,"jti":")" +
                      random_token(9) + "\"" + (who.administrator ? R"(,"adm":true})" : "}");
  const auto signed_part = to_base64(header) + "." + to_base64(claims);
  auto secret_key = keys_.own().open(key.secret_key, place_of(key.kid));
  unsigned char signature[crypto_sign_BYTES];
  crypto_sign_detached(
      signature, nullptr, reinterpret_cast<const unsigned char*>(signed_part.data()),
      signed_part.size(), reinterpret_cast<const unsigned char*>(secret_key.data()));
  sodium_memzero(secret_key.data(), secret_key.size());
  return signed_part + "." + to_base64(signature, sizeof signature);
}

std::vector<verification_key> token_signer::published(instant now) {
  std::vector<verification_key> keys;
  const signing_key_row* successor = nullptr;
  rows_ = repository_.list_signing_keys();  // other nodes make some, too
  for (const auto& row : rows()) {
    if (!successor || now - successor->created_at < published_after_use)
      keys.push_back({row.kid, row.public_key});
    successor = &row;
  }
  return keys;
}

}  // namespace smartfin
