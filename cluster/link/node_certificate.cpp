#include "cluster/link/node_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

namespace smartfin {
namespace {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using memory_file = std::unique_ptr<BIO, freed_by<BIO_free>>;
using certificate_ptr = std::unique_ptr<X509, freed_by<X509_free>>;
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using names_ptr = std::unique_ptr<GENERAL_NAMES, freed_by<GENERAL_NAMES_free>>;

memory_file reading(const std::string& text) {
  return memory_file{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

certificate_ptr parse_certificate(const std::string& pem) {
  return certificate_ptr{PEM_read_bio_X509(reading(pem).get(), nullptr, nullptr, nullptr)};
}

bool bears_name(X509* certificate, std::string_view uri) {
  const names_ptr names{static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr))};
  if (!names) return false;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const auto* text =
        reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.uniformResourceIdentifier));
    const auto length =
        static_cast<std::size_t>(ASN1_STRING_length(name->d.uniformResourceIdentifier));
    if (std::string_view{text, length} == uri) return true;
  }
  return false;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (!file || text.empty()) throw link_refusal{path.string() + " cannot be read, or is empty"};
  return text;
}

constexpr std::string_view scheme = "smartfin://";
constexpr std::string_view kind = "/node/";

}  // namespace

std::string node_uri(std::string_view deployment, std::string_view node) {
  return std::string{scheme}.append(deployment).append(kind).append(node);
}

std::string_view node_in(std::string_view uri, std::string_view deployment) {
  for (const auto part : {scheme, deployment, kind}) {
    if (!uri.starts_with(part)) return {};
    uri.remove_prefix(part.size());
  }
  return uri.find('/') == std::string_view::npos ? uri : std::string_view{};
}

tls_texts read_tls_files(const tls_files& files) {
  return {read_file(files.authorities), read_file(files.certificate), read_file(files.key)};
}

void check_certificate(const tls_texts& texts, std::string_view deployment, std::string_view node) {
  if (!parse_certificate(texts.authorities))
    throw link_refusal{"the file of authorities holds no certificate"};
  const auto certificate = parse_certificate(texts.certificate);
  if (!certificate) throw link_refusal{"the node's certificate does not read"};
  const key_ptr key{PEM_read_bio_PrivateKey(reading(texts.key).get(), nullptr, nullptr, nullptr)};
  if (!key) throw link_refusal{"the node's key does not read"};
  if (X509_check_private_key(certificate.get(), key.get()) != 1)
    throw link_refusal{"the node's certificate belongs to another key"};
  if (X509_cmp_current_time(X509_get0_notAfter(certificate.get())) <= 0)
    throw link_refusal{"the node's certificate has expired"};
  if (const auto uri = node_uri(deployment, node); !bears_name(certificate.get(), uri))
    throw link_refusal{"the node's certificate does not bear the name " + uri};
}

}  // namespace smartfin
