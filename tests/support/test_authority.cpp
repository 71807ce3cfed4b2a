#include "tests/support/test_authority.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace smartfin::testing {
namespace {

using key_ptr = std::shared_ptr<EVP_PKEY>;
using certificate_ptr = std::shared_ptr<X509>;

key_ptr make_key() { return {EVP_EC_gen("P-256"), &EVP_PKEY_free}; }

void add_extension(X509* to, X509* issuer, int kind, const std::string& text) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, text.c_str());
  if (extension == nullptr) throw std::runtime_error{"not an extension: " + text};
  X509_add_ext(to, extension, -1);
  X509_EXTENSION_free(extension);
}

certificate_ptr make_certificate(EVP_PKEY* key, const std::string& name, long serial, long from,
                                 long to) {
  const certificate_ptr made{X509_new(), &X509_free};
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), from);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), to);
  X509_set_pubkey(made.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return made;
}

template <class Write>
void write_file(const std::filesystem::path& path, Write write) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file{std::fopen(path.c_str(), "wb"), &std::fclose};
  if (!file || write(file.get()) != 1) throw std::runtime_error{"cannot write " + path.string()};
}

constexpr long day = 24 * 60 * 60;

}  // namespace

struct test_authority::parts {
  key_ptr key = make_key();
  certificate_ptr certificate = make_certificate(key.get(), "test authority", 1, -day, day);
};

test_authority::test_authority() : parts_(std::make_shared<parts>()) {
  auto* own = parts_->certificate.get();
  X509_set_issuer_name(own, X509_get_subject_name(own));
  add_extension(own, own, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(own, own, NID_key_usage, "critical,keyCertSign");
  add_extension(own, own, NID_subject_key_identifier, "hash");
  X509_sign(own, parts_->key.get(), EVP_sha256());
  write_file(ca_file(), [&](FILE* file) { return PEM_write_X509(file, own); });
}

tls_files test_authority::issue(const std::string& node, const std::string& deployment,
                                validity when) {
  const auto key = make_key();
  const bool is_past = when == validity::past;
  const auto made = make_certificate(key.get(), node, ++issued_ + 1, is_past ? -2 * day : -day,
                                     is_past ? -day : day);
  auto* issuer = parts_->certificate.get();
  X509_set_issuer_name(made.get(), X509_get_subject_name(issuer));
  add_extension(made.get(), issuer, NID_subject_alt_name,
                "URI:smartfin://" + deployment + "/node/" + node);
  add_extension(made.get(), issuer, NID_ext_key_usage, "serverAuth,clientAuth");
  // Authorities that follow each other have one name: this says which it was.
  add_extension(made.get(), issuer, NID_authority_key_identifier, "keyid:always");
  X509_sign(made.get(), parts_->key.get(), EVP_sha256());
  const auto name = node + "-" + std::to_string(issued_);
  const tls_files files{ca_file(), folder_ / (name + ".crt"), folder_ / (name + ".key")};
  write_file(files.certificate, [&](FILE* file) { return PEM_write_X509(file, made.get()); });
  write_file(files.key, [&](FILE* file) {
    return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  return files;
}

}  // namespace smartfin::testing
