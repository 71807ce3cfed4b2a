#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <random>

#include "cluster/link/node_certificate.hpp"
#include "messages/errors.hpp"
#include "tests/cluster/tcp_relay.hpp"
#include "tests/cluster/two_nodes.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/resident_memory.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

/// beta, which nobody may reach who is no node of its deployment.
struct guarded_node {
  test_authority authority;
  test_node beta;
  silent_profiles silent{*beta.system};

  explicit guarded_node(std::function<void(link_options&)> adjust = [](link_options&) {})
      : beta([&] {
          auto options = options_for(authority, "beta");
          adjust(options);
          return options;
        }()) {
    beta.offer("profile", silent.worker);
  }
  ~guarded_node() {
    // Nothing of it reached an actor, and who belongs here still gets through.
    CHECK(silent.seen() == 0);
    silent.speak();
    test_node alpha{options_for(authority, "alpha")};
    alpha.reach(beta);
    CHECK(alpha.diary.wait_for("up beta") != "");
    CHECK(eventually_answered(alpha, alpha.proxy<profile_actor>("beta", "profile")));
  }
};

/// A connection of OpenSSL's own, with or without a certificate, over which `bytes` are sent. Says whether the other
/// side ended it.
bool is_turned_away(std::uint16_t port, const tls_files* own, const std::string& bytes) {
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context{SSL_CTX_new(TLS_client_method()),
                                                             &SSL_CTX_free};
  if (own != nullptr) {
    SSL_CTX_use_certificate_file(context.get(), own->certificate.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context.get(), own->key.c_str(), SSL_FILETYPE_PEM);
  }
  const std::unique_ptr<SSL, void (*)(SSL*)> tls{SSL_new(context.get()), &SSL_free};
  constexpr unsigned char http2[] = "\x02h2";
  SSL_set_alpn_protos(tls.get(), http2, sizeof http2 - 1);
  const int socket = connect_to(port);
  SSL_set_fd(tls.get(), socket);
  bool is_away = true;
  if (SSL_connect(tls.get()) == 1 &&
      SSL_write(tls.get(), bytes.data(), static_cast<int>(bytes.size())) > 0)
    is_away = is_closed_by_peer(socket);
  ::close(socket);
  return is_away;
}

std::string random_bytes(std::minstd_rand& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (auto& each : bytes) each = static_cast<char>(random());
  return bytes;
}

}  // namespace

TEST_CASE("a connection without a certificate does not become a link") {
  guarded_node node;
  CHECK(is_turned_away(node.beta.hub->port(), nullptr, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
}

TEST_CASE("a node of another authority does not become a peer, whoever dials") {
  guarded_node node;
  test_authority foreign;
  auto options = options_for(foreign, "alpha");
  test_node alpha{options};
  alpha.reach(node.beta);
  CHECK(alpha.diary.wait_for("refused beta") != "");
  // It trusts us and pretends to be of ours.
  options.files.authorities = node.authority.ca_file();
  test_node pretender{options};
  pretender.reach(node.beta);
  CHECK(pretender.diary.wait_for("refused beta") != "");
  CHECK(node.beta.diary.entries().empty());
}

TEST_CASE(
    "a certificate of another deployment, of none of the node's names or a past one is no use") {
  guarded_node node;
  auto options = options_for(node.authority, "alpha");
  test_node alpha{options};
  const auto swap = [&](const tls_files& with) {
    std::filesystem::rename(with.key, options.files.key);
    std::filesystem::rename(with.certificate, options.files.certificate);
  };
  swap(node.authority.issue("alpha", "elsewhere"));
  alpha.reach(node.beta);
  CHECK(alpha.diary.wait_for("refused beta") != "");
  swap(node.authority.issue("alpha", "test", test_authority::validity::past));
  CHECK(alpha.diary.wait_for("refused beta") != "");
  CHECK(node.beta.diary.entries().empty());
  // Files are read again for each attempt: with good ones it is let in.
  swap(node.authority.issue("alpha"));
  CHECK(alpha.diary.wait_for("up beta") != "");
}

TEST_CASE("a node is not spoken to under another one's name") {
  test_authority authority;
  test_node alpha{options_for(authority, "alpha")};
  test_node gamma{options_for(authority, "gamma")};
  alpha.hub->reach("beta", "127.0.0.1:" + std::to_string(gamma.hub->port()));
  CHECK(alpha.diary.wait_for("refused beta") != "");
  CHECK_FALSE(alpha.hub->peer("beta")->up());
  CHECK(gamma.diary.entries().empty());
}

TEST_CASE("a node does not start with a certificate that its peers would refuse") {
  test_authority authority;
  const auto starts = [&](const tls_files& files) {
    auto options = options_for(authority, "alpha");
    options.files = files;
    test_node node{options};
  };
  CHECK_THROWS_AS(starts(authority.issue("beta")), link_refusal);
  CHECK_THROWS_AS(starts(authority.issue("alpha", "elsewhere")), link_refusal);
  CHECK_THROWS_AS(starts(authority.issue("alpha", "test", test_authority::validity::past)),
                  link_refusal);
  auto mixed = authority.issue("alpha");
  mixed.key = authority.issue("alpha").key;
  CHECK_THROWS_AS(starts(mixed), link_refusal);
  mixed.key = "/nowhere/node.key";
  CHECK_THROWS_AS(starts(mixed), link_refusal);
  CHECK_NOTHROW(starts(authority.issue("alpha")));
}

TEST_CASE(
    "a node lets in who comes with a renewed certificate of a renewed authority, without a restart") {
  test_authority old, renewed;
  auto options = options_for(old, "beta");
  test_node beta{options};
  // Both authorities are trusted during the change; then the node's own certificate is renewed.
  const auto next = renewed.issue("beta");
  const auto bundle = [&](const std::filesystem::path& path) {
    std::string text;
    for (const auto& each : {old.ca_file(), renewed.ca_file()})
      text += read_tls_files({each, each, each}).certificate;
    std::ofstream{path.string() + ".new"} << text;
    std::filesystem::rename(path.string() + ".new", path);
  };
  bundle(options.files.authorities);
  std::filesystem::rename(next.key, options.files.key);
  std::filesystem::rename(next.certificate, options.files.certificate);
  test_node alpha{options_for(renewed, "alpha")};
  alpha.reach(beta);
  CHECK(alpha.diary.wait_for("up beta") != "");
}

TEST_CASE("garbage sent to the port of links costs nothing and is hung up on") {
  guarded_node node{[](link_options& options) {
    options.times.greeting_max = 500ms;
    options.limits.strangers_max = 1'000;
  }};
  const auto seed = test::chosen("SMARTFIN_SEED", 11);
  CAPTURE(seed);
  std::minstd_rand random{static_cast<std::minstd_rand::result_type>(seed)};
  const test::resident_memory memory;
  for (int i = 0; i < 100; ++i) {
    const int socket = connect_to(node.beta.hub->port());
    auto bytes = random_bytes(random, 1 + random() % 4'096);
    if (i % 3 == 0) bytes = "\x16\x03\x01\x02\x10" + bytes;  // begins as TLS does
    ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (i % 4 == 0) ::shutdown(socket, SHUT_WR);
    CHECK(is_closed_by_peer(socket));
    ::close(socket);
  }
  CHECK(memory.grew_by_less_than(32 << 10));
}

TEST_CASE("a peer with a good certificate that sends garbage is hung up on") {
  guarded_node node;
  const auto files = node.authority.issue("alpha");
  const auto seed = test::chosen("SMARTFIN_SEED", 12);
  CAPTURE(seed);
  std::minstd_rand random{static_cast<std::minstd_rand::result_type>(seed)};
  const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  for (int i = 0; i < 10; ++i)
    CHECK(is_turned_away(node.beta.hub->port(), &files,
                         (i % 2 == 0 ? preface : "") + random_bytes(random, 4'000)));
}

TEST_CASE("more strangers than a node puts up with are turned away at once") {
  guarded_node node{[](link_options& options) {
    options.limits.strangers_max = 4;
    options.times.greeting_max = 1'000ms;
  }};
  std::vector<int> silent;
  for (int i = 0; i < 12; ++i) silent.push_back(connect_to(node.beta.hub->port()));
  for (const int each : silent) {
    CHECK(is_closed_by_peer(each));
    ::close(each);
  }
  CHECK(node.beta.hub->turned_away() >= 1);
}

TEST_CASE("a frame that is larger than a node takes ends the link and reaches nobody") {
  test_authority authority;
  test_node alpha{options_for(authority, "alpha")};
  auto options = options_for(authority, "beta");
  options.limits.frame_bytes_max = 1 << 20;
  test_node beta{options};
  silent_profiles silent{*beta.system};
  beta.offer("profile", silent.worker);
  alpha.reach(beta);
  REQUIRE(alpha.diary.wait_for("up beta") != "");
  auto call = call_with(patient_context());
  call.payload = std::string(4 << 20, ' ');
  std::promise<call_outcome> outcome;
  alpha.hub->peer("beta")->ask(std::move(call),
                               [&](call_outcome what) { outcome.set_value(std::move(what)); });
  CHECK(std::get<call_loss>(outcome.get_future().get()) == call_loss::unanswered);
  CHECK(silent.seen() == 0);
  CHECK(alpha.diary.wait_for("up beta") != "");
}

TEST_CASE("nodes speak the highest version of the protocol that both know") {
  test_authority authority;
  const auto spoken = [&](protocol_range ours, protocol_range theirs) {
    auto options = options_for(authority, "alpha");
    options.versions = ours;
    test_node alpha{options};
    options = options_for(authority, "beta");
    options.versions = theirs;
    test_node beta{options};
    alpha.reach(beta);
    REQUIRE(alpha.diary.wait_for("up beta") != "");
    return alpha.hub->peer("beta")->info()->version;
  };
  CHECK(spoken({1, 2}, {2, 3}) == 2);
  CHECK(spoken({2, 3}, {1, 2}) == 2);
  CHECK(spoken({1, 1}, {1, 1}) == 1);
}

TEST_CASE("nodes without a common version of the protocol refuse each other and say why") {
  test_authority authority;
  for (const auto theirs : {protocol_range{1, 1}, protocol_range{4, 5}}) {
    auto options = options_for(authority, "alpha");
    options.versions = {2, 3};
    test_node alpha{options};
    options = options_for(authority, "beta");
    options.versions = theirs;
    test_node beta{options};
    alpha.reach(beta);
    const auto said = alpha.diary.wait_for("refused beta");
    CAPTURE(said);
    CHECK(said.find("versions") != std::string::npos);
    CHECK(beta.diary.wait_for("refused alpha").find("versions") != std::string::npos);
    CHECK_FALSE(alpha.hub->peer("beta")->up());
  }
}
