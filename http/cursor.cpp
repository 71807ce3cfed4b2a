#include "http/cursor.hpp"

#include <sodium.h>

#include <boost/json/value.hpp>

#include "http/problem.hpp"

namespace smartfin::http {
namespace {

constexpr int base64_form = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t mac_bytes = 16;
constexpr std::size_t cursor_bytes_max = 2048;

std::string mac_of(const cursor_sealer::key& key, std::string_view purpose, std::string_view text) {
  crypto_generichash_state state;
  const auto update = [&](std::string_view bytes) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  };
  crypto_generichash_init(&state, key.data(), key.size(), mac_bytes);
  update(purpose);
  update(std::string_view("\0", 1));
  update(text);
  std::string mac(mac_bytes, '\0');
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(mac.data()), mac.size());
  return mac;
}

}  // namespace

std::string cursor_sealer::seal_text(std::string_view purpose, std::string_view text) const {
  std::string bytes = mac_of(key_, purpose, text);
  bytes += text;
  std::string cursor(sodium_base64_encoded_len(bytes.size(), base64_form), '\0');
  sodium_bin2base64(cursor.data(), cursor.size(),
                    reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    base64_form);
  cursor.pop_back();  // the terminating NUL
  return cursor;
}

std::optional<std::string> cursor_sealer::open_text(std::string_view purpose,
                                                    std::string_view cursor) const {
  if (cursor.size() > cursor_bytes_max) return std::nullopt;
  std::string bytes(cursor.size(), '\0');
  std::size_t length = 0;
  const int refused =
      sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), cursor.data(),
                        cursor.size(), nullptr, &length, nullptr, base64_form);
  if (refused != 0 || length < mac_bytes) return std::nullopt;
  bytes.resize(length);
  const std::string text = bytes.substr(mac_bytes);
  if (sodium_memcmp(bytes.data(), mac_of(key_, purpose, text).data(), mac_bytes) != 0)
    return std::nullopt;
  return text;
}

void cursor_sealer::read(std::string_view purpose, std::string_view cursor, const json::shape& type,
                         void* position) const {
  const auto text = open_text(purpose, cursor);
  const auto parsed = text ? std::optional(json::parse_body(*text)) : std::nullopt;
  field_errors errors;
  // Leniently: it is ours, and an older version of us may have made it.
  if (!parsed || !*parsed || !json::read(type, **parsed, position, errors, false))
    throw problem_error(problems::bad_cursor);
}

}  // namespace smartfin::http
