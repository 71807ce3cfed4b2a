#include "storage/objects/sigv4.hpp"

#include <sodium.h>

#include <array>
#include <span>

namespace smartfin {
namespace {

using digest = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hex(std::span<const unsigned char> bytes) {
  std::string text(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

digest hmac(std::span<const unsigned char> key, std::string_view text) {
  crypto_auth_hmacsha256_state state;
  digest made{};
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, as_bytes(text), text.size());
  crypto_auth_hmacsha256_final(&state, made.data());
  return made;
}

/// "20130524T000000Z".
std::string basic_time(instant now) {
  std::string text;
  for (const char c : to_rfc3339(std::chrono::floor<std::chrono::seconds>(now)).substr(0, 19))
    if (c != '-' && c != ':') text += c;
  return text + 'Z';
}

}  // namespace

std::string s3_payload_hash(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), as_bytes(bytes), bytes.size());
  return hex(hash);
}

std::string s3_escaped(std::string_view text, bool keeps_slash) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~' || (c == '/' && keeps_slash);
    if (plain)
      out += c;
    else
      out += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

std::string s3_query(const std::map<std::string, std::string>& query) {
  std::string text;
  for (const auto& [name, value] : query) {
    if (!text.empty()) text += '&';
    text += s3_escaped(name, false) + '=' + s3_escaped(value, false);
  }
  return text;
}

std::map<std::string, std::string> signed_headers(const s3_request& request,
                                                  const s3_credentials& credentials, instant now) {
  const auto time = basic_time(now);
  const auto day = time.substr(0, 8);
  auto headers = request.headers;
  headers["host"] = request.host;
  headers["x-amz-content-sha256"] = request.payload_hash;
  headers["x-amz-date"] = time;

  std::string names, lines;
  for (const auto& [name, value] : headers) {
    names += (names.empty() ? "" : ";") + name;
    lines += name + ':' + value + '\n';
  }
  const auto canonical = request.method + '\n' + s3_escaped(request.path, true) + '\n' +
                         s3_query(request.query) + '\n' + lines + '\n' + names + '\n' +
                         request.payload_hash;
  const auto scope = day + '/' + credentials.region + "/s3/aws4_request";
  const auto to_sign =
      "AWS4-HMAC-SHA256\n" + time + '\n' + scope + '\n' + s3_payload_hash(canonical);

  const auto secret = "AWS4" + credentials.secret_key;
  auto key = hmac({as_bytes(secret), secret.size()}, day);
  for (const auto& part : {credentials.region, std::string{"s3"}, std::string{"aws4_request"}})
    key = hmac(key, part);
  return {
      {"x-amz-date", time},
      {"x-amz-content-sha256", request.payload_hash},
      {"Authorization", "AWS4-HMAC-SHA256 Credential=" + credentials.access_key + '/' + scope +
                            ",SignedHeaders=" + names + ",Signature=" + hex(hmac(key, to_sign))}};
}

}  // namespace smartfin
