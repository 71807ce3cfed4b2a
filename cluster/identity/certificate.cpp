#include "cluster/identity/certificate.hpp"

#include <arpa/inet.h>
#include <openssl/pem.h>

#include <ctime>

#include "cluster/identity/openssl_handles.hpp"
#include "cluster/identity/private_key.hpp"

namespace smartfin {
namespace {

using namespace openssl;

std::string text_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::optional<instant> instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return instant{std::chrono::seconds{::timegm(&parts)}};
}

std::string address_of(const ASN1_OCTET_STRING* bytes) {
  char text[INET6_ADDRSTRLEN] = {};
  const int family = ASN1_STRING_length(bytes) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(bytes) != 16) return {};
  ::inet_ntop(family, ASN1_STRING_get0_data(bytes), text, sizeof text);
  return text;
}

struct alternative_names {
  std::vector<std::string> uris, hosts;
};

alternative_names names_of(const X509* x509) {
  alternative_names found;
  const names_handle names{
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr))};
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const auto* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_URI) found.uris.push_back(text_of(name->d.uniformResourceIdentifier));
    if (name->type == GEN_DNS) found.hosts.push_back(text_of(name->d.dNSName));
    if (name->type == GEN_IPADD) found.hosts.push_back(address_of(name->d.iPAddress));
  }
  return found;
}

bool has_purpose(const X509* x509, const char* oid) {
  const purposes_handle purposes{static_cast<EXTENDED_KEY_USAGE*>(
      X509_get_ext_d2i(x509, NID_ext_key_usage, nullptr, nullptr))};
  for (int i = 0; i < sk_ASN1_OBJECT_num(purposes.get()); ++i) {
    char text[80];
    const int size = OBJ_obj2txt(text, sizeof text, sk_ASN1_OBJECT_value(purposes.get(), i), 1);
    if (size > 0 && std::string_view{text} == oid) return true;
  }
  return false;
}

std::string fingerprint_of(const X509* x509) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  succeeded(X509_digest(x509, EVP_sha256(), hash, &size));
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < size / 2; ++i) {
    text += digits[hash[i] >> 4];
    text += digits[hash[i] & 15];
  }
  return text;
}

std::string unit_of(const X509* x509) {
  const auto* subject = X509_get_subject_name(x509);
  const int at = X509_NAME_get_index_by_NID(subject, NID_organizationalUnitName, -1);
  if (at < 0) return {};
  const auto unit = text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  return is_identity_label(unit) ? unit : std::string{};
}

}  // namespace

struct certificate::parts {
  std::shared_ptr<x509_st> x509;
  identity_name name;
  validity valid;
  std::string key_id;
  std::vector<std::string> hosts;
  std::string node;
  bool speaks_for_service = false;
};

std::optional<certificate> certificate::read(std::shared_ptr<x509_st> held) {
  auto* x509 = held.get();
  // Reads the extensions, which the library would else do at the first use, by several threads at once.
  if (X509_check_purpose(x509, -1, 0) != 1) return std::nullopt;
  auto names = names_of(x509);
  if (names.uris.size() != 1) return std::nullopt;
  auto name = parse_identity_uri(names.uris.front());
  const auto from = instant_of(X509_get0_notBefore(x509));
  const auto until = instant_of(X509_get0_notAfter(x509));
  if (!name || !from || !until || !X509_get0_pubkey(x509)) return std::nullopt;
  const bool speaks = has_purpose(x509, speaks_for_service_oid);
  return certificate{std::make_shared<const parts>(parts{held,
                                                         *std::move(name),
                                                         {*from, *until},
                                                         fingerprint_of(x509),
                                                         std::move(names.hosts),
                                                         unit_of(x509),
                                                         speaks})};
}

std::optional<certificate> certificate::from_der(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auto* end = at + der.size();
  certificate_handle x509{d2i_X509(nullptr, &at, static_cast<long>(der.size()))};
  if (!x509 || at != end) return std::nullopt;
  return read({x509.release(), X509_free});
}

std::optional<std::vector<certificate>> certificate::all_from_pem(std::string_view pem) {
  const bio_handle in{made(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())))};
  std::vector<certificate> all;
  while (certificate_handle x509{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)}) {
    auto one = read({x509.release(), X509_free});
    if (!one) return std::nullopt;
    all.push_back(*std::move(one));
  }
  // A damaged one ends the reading as the end of the text does; the text tells which it was.
  std::size_t begun = 0;
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE";
  for (auto at = pem.find(begin); at != pem.npos; at = pem.find(begin, at + 1)) ++begun;
  if (begun != all.size()) return std::nullopt;
  return all;
}

const identity_name& certificate::name() const { return parts_->name; }
const validity& certificate::valid() const { return parts_->valid; }
const std::string& certificate::key_id() const { return parts_->key_id; }
const std::vector<std::string>& certificate::hosts() const { return parts_->hosts; }
const std::string& certificate::node() const { return parts_->node; }
bool certificate::speaks_for_service() const { return parts_->speaks_for_service; }
x509_st* certificate::get() const { return parts_->x509.get(); }

bool certificate::is_of(const private_key& key) const {
  return EVP_PKEY_eq(X509_get0_pubkey(get()), key.get()) == 1;
}

bool certificate::verify(std::string_view bytes, std::string_view signature) const {
  const digest_handle context{made(EVP_MD_CTX_new())};
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr,
                              X509_get0_pubkey(get())) == 1 &&
         EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                          bytes.size()) == 1;
}

std::string certificate::to_der() const {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(get(), &bytes);
  succeeded(size);
  std::string der{reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
  OPENSSL_free(bytes);
  return der;
}

std::string certificate::to_pem() const {
  const bio_handle out{made(BIO_new(BIO_s_mem()))};
  succeeded(PEM_write_bio_X509(out.get(), get()));
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace smartfin
