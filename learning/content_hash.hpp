#pragma once

#include <sodium/crypto_hash_sha256.h>

#include <string>
#include <string_view>

namespace smartfin {

/// SHA-256 of bytes that arrive in pieces.
class content_hash {
public:
  content_hash();
  void add(std::string_view bytes);
  /// 64 lower-case hex digits over everything added so far; more may be added afterwards.
  std::string hex() const;

private:
  crypto_hash_sha256_state state_;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace smartfin
