#include "actors/auth/password_hasher.hpp"

#include <sodium.h>

#include <new>

namespace smartfin {

std::string hash_of(const secret& password, const password_cost& cost) {
  char encoded[crypto_pwhash_STRBYTES];
  const auto& text = password.reveal();
  if (crypto_pwhash_str_alg(encoded, text.data(), text.size(), cost.passes, cost.memory_kib * 1024,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc{};
  return encoded;
}

bool matches(const secret& password, const std::string& encoded) {
  const auto& text = password.reveal();
  return crypto_pwhash_str_verify(encoded.c_str(), text.data(), text.size()) == 0;
}

password_hasher_actor::behavior_type password_hasher(password_hasher_actor::pointer self,
                                                     password_cost cost, crash_report report) {
  apply_crash_policy(self, std::move(report));
  const auto nobody = hash_of(secret{"nobody has this password"}, cost);
  return {
      [cost](const hash_password& m) { return password_hash{hash_of(m.password, cost)}; },
      [nobody](const verify_password& m) {
        const auto& encoded = m.encoded.empty() ? nobody : m.encoded;
        const bool right = matches(m.password, encoded);
        return password_verdict{right && !m.encoded.empty()};
      },
  };
}

}  // namespace smartfin
