#include "http/idempotency.hpp"

#include <sodium.h>

#include <array>

namespace smartfin::http {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

}  // namespace

bool is_idempotency_key(std::string_view key) {
  if (key.empty() || key.size() > 255) return false;
  for (const char c : key)
    if (c < '!' || c > '~') return false;
  return true;
}

/// one.
std::string digest_of(const request& in) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 32);
  for (const std::string_view part : {std::string_view(in.method), std::string_view(in.target)}) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>("\n"), 1);
  }
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(in.body.data()),
                            in.body.size());
  std::string piece(in.file ? piece_bytes : 0, '\0');
  for (std::uint64_t at = 0; in.file && at < in.file->size();) {
    const auto got = in.file->read(at, piece);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(piece.data()), got);
    at += got;
  }
  std::array<unsigned char, 32> hash;
  crypto_generichash_final(&state, hash.data(), hash.size());
  std::array<char, 2 * hash.size() + 1> text;
  return sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
}

}  // namespace smartfin::http
