#include "cluster/identity/issue_certificate.hpp"

#include <arpa/inet.h>
#include <openssl/rand.h>

#include <algorithm>

#include "cluster/identity/openssl_handles.hpp"

namespace smartfin {
namespace {

using namespace openssl;

bool is_address(const std::string& text) {
  unsigned char bytes[16];
  if (text.find('\0') != text.npos) return false;
  return ::inet_pton(AF_INET, text.c_str(), bytes) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

/// 127 random bits: nobody can tell the next, or make two certificates of one number.
void set_random_serial(X509* x509) {
  unsigned char bytes[16];
  succeeded(RAND_bytes(bytes, sizeof bytes));
  bytes[0] &= 0x7f;
  const number_handle number{made(BN_bin2bn(bytes, sizeof bytes, nullptr))};
  made(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509)));
}

void set_time(ASN1_TIME* time, instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  made(ASN1_TIME_set(time, static_cast<time_t>(seconds)));
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  if (value.empty()) return;
  succeeded(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(value.data()),
                                       static_cast<int>(value.size()), -1, 0));
}

void set_subject(X509* x509, const certificate_order& order) {
  auto* subject = X509_get_subject_name(x509);
  add_name(subject, "O", order.name.deployment);
  add_name(subject, "OU", order.node);
  add_name(subject, "CN",
           order.name.kind == identity_kind::authority ? "SmartFin authority" : order.name.name);
}

std::string alternative_names(const certificate_order& order) {
  auto text = "URI:" + to_uri(order.name);
  for (const auto& host : order.hosts) text += (is_address(host) ? ",IP:" : ",DNS:") + host;
  return text;
}

void add_extension(X509* x509, X509V3_CTX& context, int kind, const std::string& value) {
  const extension_handle extension{
      made(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()))};
  succeeded(X509_add_ext(x509, extension.get(), -1));
}

void add_extensions(X509* x509, X509* issuer, const certificate_order& order) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, x509, nullptr, nullptr, 0);
  const bool is_authority = order.name.kind == identity_kind::authority;
  add_extension(x509, context, NID_basic_constraints,
                is_authority ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE");
  add_extension(x509, context, NID_key_usage,
                is_authority ? "critical,keyCertSign" : "critical,digitalSignature");
  if (order.name.kind == identity_kind::node)
    add_extension(x509, context, NID_ext_key_usage, "serverAuth,clientAuth");
  if (order.name.kind == identity_kind::service)
    add_extension(x509, context, NID_ext_key_usage, speaks_for_service_oid);
  add_extension(x509, context, NID_subject_alt_name, alternative_names(order));
  add_extension(x509, context, NID_subject_key_identifier, "hash");
  add_extension(x509, context, NID_authority_key_identifier, "keyid");
}

/// Without `authority` it certifies itself.
own_identity certify(const own_identity* authority, const certificate_order& order) {
  auto key = private_key::generate();
  certificate_handle x509{made(X509_new())};
  succeeded(X509_set_version(x509.get(), X509_VERSION_3));
  set_random_serial(x509.get());
  set_time(X509_getm_notBefore(x509.get()), order.valid.from);
  set_time(X509_getm_notAfter(x509.get()), order.valid.until);
  set_subject(x509.get(), order);
  auto* issuer = authority ? authority->proof.get() : x509.get();
  succeeded(X509_set_issuer_name(x509.get(), X509_get_subject_name(issuer)));
  succeeded(X509_set_pubkey(x509.get(), key.get()));
  add_extensions(x509.get(), issuer, order);
  succeeded(X509_sign(x509.get(), authority ? authority->key.get() : key.get(), EVP_sha256()));

  unsigned char* bytes = nullptr;
  const int size = i2d_X509(x509.get(), &bytes);
  succeeded(size);
  const std::string der{reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
  OPENSSL_free(bytes);
  return {certificate::from_der(der).value(), std::move(key)};
}

}  // namespace

std::string to_pem(const own_identity& identity) {
  return identity.key.to_pem() + identity.proof.to_pem();
}

std::optional<own_identity> parse_own_identity(std::string_view pem) {
  auto key = private_key::from_pem(pem);
  auto proofs = certificate::all_from_pem(pem);
  if (!key || !proofs || proofs->size() != 1 || !proofs->front().is_of(*key)) return std::nullopt;
  return own_identity{std::move(proofs->front()), *std::move(key)};
}

bool is_certificate_host(std::string_view text) {
  if (is_address(std::string{text})) return true;
  if (text.empty() || text.size() > 253) return false;
  // A name that ends in a number would be a mistyped address.
  const auto last = text.substr(text.rfind('.') + 1);
  if (std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; })) return false;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('.', at), text.size());
    if (!is_identity_label(text.substr(at, end - at))) return false;
    at = end + 1;
  }
  return true;
}

own_identity make_authority(const std::string& deployment, const validity& valid) {
  return certify(nullptr, {{deployment, identity_kind::authority, {}}, {}, {}, valid});
}

own_identity issue_certificate(const own_identity& authority, certificate_order order) {
  order.valid.until = std::min(order.valid.until, authority.proof.valid().until);
  return certify(&authority, order);
}

}  // namespace smartfin
