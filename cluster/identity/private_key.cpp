#include "cluster/identity/private_key.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>

#include "cluster/identity/openssl_handles.hpp"

namespace smartfin {
namespace {

using namespace openssl;

bool is_p256(EVP_PKEY* key) {
  char group[32];
  std::size_t size = 0;
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_group_name(key, group, sizeof group, &size) == 1 &&
         std::string_view{group, size} == "prime256v1";
}

/// A file with an encrypted key must not make the program ask at its terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

}  // namespace

private_key private_key::generate() {
  return private_key{{made(EVP_EC_gen("P-256")), EVP_PKEY_free}};
}

std::optional<private_key> private_key::from_pem(std::string_view pem) {
  const bio_handle in{made(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())))};
  key_handle key{PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr)};
  if (!key || !is_p256(key.get())) return std::nullopt;
  return private_key{{key.release(), EVP_PKEY_free}};
}

std::string private_key::to_pem() const {
  const bio_handle out{made(BIO_new(BIO_s_secmem()))};
  succeeded(PEM_write_bio_PKCS8PrivateKey(out.get(), get(), nullptr, nullptr, 0, nullptr, nullptr));
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string private_key::sign(std::string_view bytes) const {
  const digest_handle context{made(EVP_MD_CTX_new())};
  succeeded(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, get()));
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(get())), '\0');
  std::size_t size = signature.size();
  succeeded(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
  signature.resize(size);
  return signature;
}

}  // namespace smartfin
