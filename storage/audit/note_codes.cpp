#include "storage/audit/note_codes.hpp"

#include <sodium.h>

namespace smartfin {
namespace {

constexpr auto base64 = sodium_base64_VARIANT_ORIGINAL;

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

merkle_hash sha256(std::string_view first, std::string_view rest) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, as_bytes(first), first.size());
  crypto_hash_sha256_update(&state, as_bytes(rest), rest.size());
  merkle_hash hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

std::string to_note_base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), base64), '\0');
  sodium_bin2base64(text.data(), text.size(), as_bytes(bytes), bytes.size(), base64);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<std::string> from_note_base64(std::string_view text) {
  std::string bytes(text.size() + 1, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, base64) != 0)
    return std::nullopt;
  bytes.resize(size);
  if (to_note_base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace smartfin
