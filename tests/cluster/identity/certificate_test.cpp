#include "cluster/identity/certificate.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "cluster/identity/identity_refusal.hpp"
#include "tests/cluster/identity/deployment_samples.hpp"

namespace smartfin {
namespace {

using namespace samples;

own_identity node_of(const deployment& home) {
  return parse_own_identity(contents(home.node() / node_key_name)).value();
}

bool has_use(const certificate& proof, unsigned use) {
  return (X509_get_extended_key_usage(proof.get()) & use) != 0;
}

TEST_CASE("a node's certificate says who it is, where, and that it speaks TLS both ways") {
  const deployment home;
  const auto node = node_of(home).proof;
  CHECK(to_uri(node.name()) == "smartfin://home/node/n1");
  CHECK(node.hosts() == std::vector<std::string>{"localhost", "127.0.0.1", "n1.example", "n1"});
  CHECK(X509_check_host(node.get(), "n1.example", 0, 0, nullptr) == 1);
  CHECK(X509_check_ip_asc(node.get(), "127.0.0.1", 0) == 1);
  CHECK(X509_check_ip_asc(node.get(), "127.0.0.2", 0) == 0);
  CHECK(has_use(node, XKU_SSL_SERVER));
  CHECK(has_use(node, XKU_SSL_CLIENT));
  CHECK_FALSE(node.speaks_for_service());
  CHECK(X509_check_ca(node.get()) == 0);
}

TEST_CASE("a service's certificate is good for credentials and not for TLS") {
  const deployment home;
  const auto finance = home.own("finance").proof;
  CHECK(to_uri(finance.name()) == "smartfin://home/service/finance");
  CHECK(finance.node() == "n1");
  CHECK(finance.hosts().empty());
  CHECK(finance.speaks_for_service());
  CHECK_FALSE(has_use(finance, XKU_SSL_SERVER));
  CHECK_FALSE(has_use(finance, XKU_SSL_CLIENT));
  CHECK(X509_check_purpose(finance.get(), X509_PURPOSE_SSL_CLIENT, 0) == 0);
  CHECK(X509_check_purpose(finance.get(), X509_PURPOSE_SSL_SERVER, 0) == 0);
  CHECK(X509_check_ca(finance.get()) == 0);
}

TEST_CASE("certificates begin a little before they are made and never outlive their authority") {
  const deployment home;
  const auto finance = home.own("finance").proof;
  CHECK(finance.valid().from == noon - issued_before_now);
  CHECK(finance.valid().until == noon + certificate_lifetime);
  const auto late = noon + authority_lifetime - std::chrono::days{10};
  const auto issued = authority_folder{home.authority()}.issue(
      {{"", identity_kind::service, "file"}, "n1", {}, {{}, late + certificate_lifetime}}, late);
  CHECK(issued.proof.valid().until == noon + authority_lifetime);
}

TEST_CASE("serial numbers are random: long, positive, no two alike") {
  const deployment home;
  std::set<std::string> seen;
  const auto serial = [](const certificate& of) {
    const auto* number = X509_get0_serialNumber(of.get());
    CHECK(ASN1_STRING_type(number) == V_ASN1_INTEGER);  // and not negative
    return std::string{reinterpret_cast<const char*>(ASN1_STRING_get0_data(number)),
                       static_cast<std::size_t>(ASN1_STRING_length(number))};
  };
  for (int i = 0; i < 20; ++i) {
    home.renew(noon);
    for (const auto* service : {"auth", "finance", "gateway"}) {
      const auto text = serial(home.own(service).proof);
      CHECK(text.size() >= 12);
      CHECK(seen.insert(text).second);
    }
  }
}

TEST_CASE("a key file whose key and certificate do not belong together is none") {
  const deployment home;
  const auto auth = home.own("auth"), finance = home.own("finance");
  CHECK_FALSE(parse_own_identity(auth.key.to_pem() + finance.proof.to_pem()));
  CHECK_FALSE(parse_own_identity(auth.key.to_pem()));
  CHECK_FALSE(parse_own_identity(auth.proof.to_pem()));
  CHECK_FALSE(parse_own_identity(to_pem(auth) + finance.proof.to_pem()));
  CHECK_FALSE(parse_own_identity(""));
  CHECK(parse_own_identity(to_pem(auth)));
}

TEST_CASE("a key of another kind, or one under a passphrase, is none of ours") {
  const std::string rsa = [] {
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key{EVP_RSA_gen(2048), EVP_PKEY_free};
    const std::unique_ptr<BIO, int (*)(BIO*)> out{BIO_new(BIO_s_mem()), BIO_free};
    PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return std::string{text, static_cast<std::size_t>(size)};
  }();
  REQUIRE(rsa.starts_with("-----BEGIN PRIVATE KEY"));
  CHECK_FALSE(private_key::from_pem(rsa));
  CHECK_FALSE(
      private_key::from_pem("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n"
                            "-----END ENCRYPTED PRIVATE KEY-----\n"));
  CHECK(private_key::from_pem(private_key::generate().to_pem()));
}

TEST_CASE("a bundle holds the authorities of one deployment and nothing else") {
  const deployment home, other{"other"};
  const auto ours = contents(home.bundle()), theirs = contents(other.bundle());
  CHECK(trust_bundle::from_pem(ours).deployment() == "home");
  CHECK_THROWS_AS(trust_bundle::from_pem(""), identity_refusal);
  CHECK_THROWS_AS(trust_bundle::from_pem(ours + theirs), identity_refusal);
  CHECK_THROWS_AS(trust_bundle::from_pem(ours + home.own("auth").proof.to_pem()), identity_refusal);
  CHECK_THROWS_AS(trust_bundle::from_pem(ours.substr(0, ours.size() / 2)), identity_refusal);
  CHECK_THROWS_AS(trust_bundle::from_pem(ours + ours.substr(0, ours.size() / 2)), identity_refusal);
}

TEST_CASE("an authority vouches for what it issued, and for nothing else") {
  const deployment home, again, other{"other"};
  const auto trusted = trust_bundle::from_pem(contents(home.bundle()));
  CHECK(trusted.vouches_for(home.own("auth").proof));
  CHECK(trusted.vouches_for(node_of(home).proof));
  // A namesake: the same deployment, the same subject, another key.
  CHECK(trusted.vouches_for(again.own("auth").proof).error() == trust_errc::unknown_authority);
  CHECK(trusted.vouches_for(other.own("auth").proof).error() == trust_errc::unknown_authority);
  // The authority itself is no node and no service.
  CHECK(trusted.vouches_for(trusted.authorities().front()).error() ==
        trust_errc::unknown_authority);
}

TEST_CASE("a service that plays authority is not believed") {
  const deployment home;
  const auto trusted = trust_bundle::from_pem(contents(home.bundle()));
  const auto issued = issue_certificate(
      home.own("auth"),
      {{"home", identity_kind::service, "finance"}, "n1", {}, {noon - 1h, noon + 1h}});
  CHECK(trusted.vouches_for(issued.proof).error() == trust_errc::unknown_authority);
}

TEST_CASE("an authority of one deployment cannot make services of another that trusts it") {
  const deployment home;
  const auto issuer = parse_own_identity(contents(home.authority() / "issuer.pem")).value();
  const auto trusted = trust_bundle::from_pem(contents(home.bundle()));
  const auto issued = issue_certificate(
      issuer, {{"other", identity_kind::service, "finance"}, "n1", {}, {noon - 1h, noon + 1h}});
  CHECK(trusted.vouches_for(issued.proof).error() == trust_errc::unknown_authority);
}

TEST_CASE("what a node can be reached at is a name of DNS or an address") {
  for (const auto* host : {"localhost", "a.b-c.example", "127.0.0.1", "::1", "10.0.0.255"})
    CHECK(is_certificate_host(host));
  for (const auto* host : {"", ".", "a..b", "a.", "-a.b", "*.example", "a b", "a,DNS:b", "A.b",
                           "a_b", "http://a", "a:80", "[::1]", "10.0.0.300", "1", "fe80::1%eth0"}) {
    CAPTURE(host);
    CHECK_FALSE(is_certificate_host(host));
  }
}

}  // namespace
}  // namespace smartfin
