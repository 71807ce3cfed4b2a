#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <new>

namespace smartfin::openssl {

// Owners of what the library allocates, for the files of this folder that speak to it.
template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* held) const {
    Free(held);
  }
};
template <class T, auto Free>
using handle = std::unique_ptr<T, freed_by<Free>>;

using bio_handle = handle<BIO, BIO_free_all>;
using key_handle = handle<EVP_PKEY, EVP_PKEY_free>;
using digest_handle = handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using certificate_handle = handle<X509, X509_free>;
using extension_handle = handle<X509_EXTENSION, X509_EXTENSION_free>;
using names_handle = handle<GENERAL_NAMES, GENERAL_NAMES_free>;
using purposes_handle = handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;
using store_handle = handle<X509_STORE, X509_STORE_free>;
using chain_check_handle = handle<X509_STORE_CTX, X509_STORE_CTX_free>;
using number_handle = handle<BIGNUM, BN_free>;

/// What the library made, or std::bad_alloc: with arguments of our own it fails for want of memory only.
template <class T>
T* made(T* pointer) {
  if (!pointer) throw std::bad_alloc{};
  return pointer;
}
inline void succeeded(int result) {
  if (result <= 0) throw std::bad_alloc{};
}

}  // namespace smartfin::openssl
