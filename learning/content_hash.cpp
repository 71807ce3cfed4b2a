#include "learning/content_hash.hpp"

#include <sodium.h>

#include <array>

namespace smartfin {

content_hash::content_hash() { crypto_hash_sha256_init(&state_); }

void content_hash::add(std::string_view bytes) {
  crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
}

std::string content_hash::hex() const {
  auto state = state_;
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256_final(&state, digest.data());
  std::string text(2 * digest.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
  text.pop_back();
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  content_hash hash;
  hash.add(bytes);
  return hash.hex();
}

}  // namespace smartfin
