#include <openssl/ssl.h>

#include <catch2/catch_test_macros.hpp>
#include <memory>

#include "cluster/identity/tls_identity.hpp"
#include "tests/cluster/identity/deployment_samples.hpp"

// What `keys` makes is meant for TLS libraries: here OpenSSL's judges it by itself, by the real clock.

namespace smartfin {
namespace {

using namespace samples;

instant real_now() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

struct material {
  std::string authorities, own;  // own: key and certificate
};

material node_of(const std::filesystem::path& folder) {
  return {contents(folder / bundle_name), contents(folder / node_key_name)};
}

using context_handle = std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)>;
using ssl_handle = std::unique_ptr<SSL, void (*)(SSL*)>;

context_handle context_of(const material& held) {
  context_handle context{SSL_CTX_new(TLS_method()), SSL_CTX_free};
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  const auto authorities = certificate::all_from_pem(held.authorities).value();
  for (const auto& each : authorities)
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), each.get());
  if (const auto own = parse_own_identity(held.own)) {
    SSL_CTX_use_certificate(context.get(), own->proof.get());
    SSL_CTX_use_PrivateKey(context.get(), own->key.get());
  }
  return context;
}

/// Whether the two come to terms, in memory; the client wants the server to be `host`.
bool agree(const material& server, const material& client, const char* host = "n1.example") {
  const auto server_context = context_of(server), client_context = context_of(client);
  const ssl_handle accepts{SSL_new(server_context.get()), SSL_free};
  const ssl_handle connects{SSL_new(client_context.get()), SSL_free};
  BIO *server_end = nullptr, *client_end = nullptr;
  REQUIRE(BIO_new_bio_pair(&server_end, 0, &client_end, 0) == 1);
  SSL_set_bio(accepts.get(), server_end, server_end);
  SSL_set_bio(connects.get(), client_end, client_end);
  SSL_set_accept_state(accepts.get());
  SSL_set_connect_state(connects.get());
  SSL_set1_host(connects.get(), host);
  bool server_done = false, client_done = false;
  for (int i = 0; i < 20 && !(server_done && client_done); ++i) {
    client_done = SSL_do_handshake(connects.get()) == 1;
    server_done = SSL_do_handshake(accepts.get()) == 1;
  }
  return server_done && client_done;
}

/// Two nodes of one deployment, good now.
struct pair_of_nodes {
  testing::temporary_folder folder;
  explicit pair_of_nodes(instant at = real_now()) {
    authority_folder::make(folder / "authority", "home", at);
    for (const std::string name : {"n1", "n2"})
      make_node_folder(folder / name, authority_folder{folder / "authority"},
                       {name, {"auth"}, {name + ".example"}, std::chrono::days{30}}, at);
  }
  material operator()(const std::string& name) const { return node_of(folder / name); }
};

TEST_CASE("two nodes of a deployment come to terms over mutual TLS") {
  const pair_of_nodes home;
  CHECK(agree(home("n1"), home("n2")));
  CHECK(agree(home("n2"), home("n1"), "n2.example"));
  CHECK(agree(home("n2"), home("n1"), "n2"));  // by the node's own name, wherever it is
}

TEST_CASE("a node under another host's name is refused") {
  const pair_of_nodes home;
  CHECK_FALSE(agree(home("n1"), home("n2"), "n2.example"));
}

TEST_CASE("a peer without a certificate, or with one of a namesake's authority, is refused") {
  const pair_of_nodes home, again;
  CHECK_FALSE(agree(home("n1"), {home("n2").authorities, ""}));
  CHECK_FALSE(agree(home("n1"), {home("n2").authorities, again("n2").own}));
  CHECK_FALSE(agree({home("n1").authorities, again("n1").own}, home("n2")));
}

TEST_CASE("a service's certificate opens no TLS connection, at either end") {
  const pair_of_nodes home;
  const auto auth = contents(service_key_path(home.folder / "n2", "auth"));
  CHECK_FALSE(agree(home("n1"), {home("n2").authorities, auth}));
  CHECK_FALSE(agree({home("n1").authorities, auth}, home("n2")));
}

TEST_CASE("an expired node is refused, and one that is not valid yet") {
  for (const auto offset : {-std::chrono::days{40}, std::chrono::days{2}}) {
    const pair_of_nodes home{real_now() + offset};
    CHECK_FALSE(agree(home("n1"), home("n2")));
  }
}

TEST_CASE("nodes before and after a change of the authority come to terms") {
  const pair_of_nodes home;
  authority_folder authority{home.folder / "authority"};
  authority.prepare_successor(real_now());
  renew_node_folder(home.folder / "n1", authority, {}, real_now());
  CHECK(agree(home("n1"), home("n2")));
  renew_node_folder(home.folder / "n2", authority, {}, real_now());
  authority.switch_to_successor();
  renew_node_folder(home.folder / "n2", authority, {}, real_now());
  CHECK(agree(home("n1"), home("n2")));
  CHECK(agree(home("n2"), home("n1"), "n2.example"));
}

}  // namespace
}  // namespace smartfin
