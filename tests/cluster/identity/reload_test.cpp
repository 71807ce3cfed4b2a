#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "cluster/identity/tls_identity.hpp"
#include "tests/cluster/identity/deployment_samples.hpp"

namespace smartfin {
namespace {

using namespace samples;

trust_errc refusal(credential_check& check, std::string_view credential, instant now) {
  const auto found = check.check(credential, "finance", now);
  return found ? trust_errc::none : found.error();
}

TEST_CASE("a renewed key comes into use within a second, and the one before stays good") {
  const deployment home;
  credential_issuer gateway{home.key_of("gateway")};
  credential_check check{home.bundle()};
  const auto before = gateway.credential_for("finance", noon);
  home.renew(noon);
  CHECK(gateway.credential_for("finance", noon + 500ms) == before);
  const auto after = gateway.credential_for("finance", noon + 1s);
  CHECK(*after != *before);
  CHECK(refusal(check, *before, noon + 2s) == trust_errc::none);
  CHECK(refusal(check, *after, noon + 2s) == trust_errc::none);
}

TEST_CASE("a renewed key comes into use at once when it is asked for") {
  const deployment home;
  credential_issuer gateway{home.key_of("gateway")};
  const auto before = gateway.credential_for("finance", noon);
  home.renew(noon);
  CHECK(gateway.reload());
  CHECK(*gateway.credential_for("finance", noon) != *before);
}

TEST_CASE(
    "a key file that is half written, gone, open to all or another's leaves the old in force") {
  const deployment home, again;
  credential_issuer gateway{home.key_of("gateway")};
  credential_check check{home.bundle()};
  const auto file = home.key_of("gateway");
  const auto whole = contents(file);
  auto now = noon;
  const auto check_still_works = [&] {
    now += 50s;  // the credential before is not handed out any more
    CHECK(refusal(check, *gateway.credential_for("finance", now), now) == trust_errc::none);
    CHECK_FALSE(gateway.reload());
  };
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    overwrite(file, whole.substr(0, size));
    check_still_works();
  }
  overwrite(file, contents(home.key_of("auth")));
  check_still_works();
  overwrite(file, contents(home.node() / node_key_name));
  check_still_works();
  std::filesystem::remove(file);
  check_still_works();
  overwrite(file, whole);
  std::filesystem::permissions(file, std::filesystem::perms{0640});
  check_still_works();
  std::filesystem::permissions(file, std::filesystem::perms{0600});
  home.renew(noon);
  CHECK(gateway.reload());
}

TEST_CASE("a file that was bad is taken when it is whole again, without a word") {
  const deployment home;
  credential_issuer gateway{home.key_of("gateway")};
  const auto first = *gateway.credential_for("finance", noon);
  overwrite(home.key_of("gateway"), "half");
  CHECK(*gateway.credential_for("finance", noon + 1s) == first);
  home.renew(noon);
  CHECK(*gateway.credential_for("finance", noon + 2s) != first);
}

TEST_CASE("the authorities follow their file through a change of the authority") {
  const deployment home;
  credential_check check{home.bundle()};
  credential_issuer gateway{home.key_of("gateway")};
  auto now = noon;
  const auto passes = [&](const std::string& text) {
    return refusal(check, text, now) == trust_errc::none;
  };
  const auto by_old = *gateway.credential_for("finance", now);
  CHECK(passes(by_old));
  authority_folder authority{home.authority()};
  authority.prepare_successor(noon);
  home.renew(now);
  CHECK(check.reload());
  authority.switch_to_successor();
  home.renew(now);
  now += 1s;
  const auto by_new = *gateway.credential_for("finance", now);
  CHECK(passes(by_old));
  CHECK(passes(by_new));
  authority.forget_predecessor();
  home.renew(now);
  now += 2s;
  // Not even what was proved a second ago is believed of an authority that is gone.
  CHECK(refusal(check, by_old, now) == trust_errc::unknown_authority);
  CHECK(passes(by_new));
}

TEST_CASE("a bundle that is half written or empty leaves the authorities in force") {
  const deployment home;
  credential_check check{home.bundle()};
  const auto text = *credential_issuer{home.key_of("gateway")}.credential_for("finance", noon);
  const auto whole = contents(home.bundle());
  for (std::size_t size = 0; size < whole.size() - 2; size += 61) {
    overwrite(home.bundle(), whole.substr(0, size));
    CHECK_FALSE(check.reload());
    CHECK(refusal(check, text, noon) == trust_errc::none);
  }
  overwrite(home.bundle(), whole);
  CHECK(check.reload());
}

TEST_CASE("a node's side of TLS follows its files and keeps what it has when they are bad") {
  const deployment home, other{"other"};
  tls_identity tls{home.node()};
  const auto first = tls.current(noon);
  CHECK(to_uri(first->node) == "smartfin://home/node/n1");
  CHECK(first->certificate_pem.starts_with("-----BEGIN CERTIFICATE"));
  CHECK(first->key_pem.starts_with("-----BEGIN PRIVATE KEY"));
  CHECK(first->authorities_pem == contents(home.bundle()));
  CHECK(first->valid.until == noon + certificate_lifetime);
  CHECK(tls.current(noon + 1h) == first);

  home.renew(noon);
  const auto second = tls.current(noon + 2h);
  CHECK(second->version > first->version);
  CHECK(second->key_pem != first->key_pem);
  CHECK(second->certificate_pem != first->certificate_pem);

  const auto key = home.node() / node_key_name;
  const auto whole = contents(key);
  for (const auto& bad : {whole.substr(0, 300), contents(other.node() / node_key_name),
                          contents(home.key_of("auth")), std::string{}}) {
    overwrite(key, bad);
    CHECK_FALSE(tls.reload());
    CHECK(tls.current(noon + 3h)->key_pem == second->key_pem);
  }
  overwrite(home.bundle(), contents(other.bundle()));
  CHECK_FALSE(tls.reload());
  CHECK(tls.current(noon + 4h)->authorities_pem == first->authorities_pem);
}

TEST_CASE("issuers and checks are used by many threads while keys and authorities are renewed") {
  const deployment home;
  credential_issuer gateway{home.key_of("gateway")};
  credential_check check{home.bundle(), {}, {.verdicts_max = 4, .certificates_max = 2}};
  std::atomic<bool> ends{false};
  std::atomic<int> refused{0}, passed{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      auto now = noon + i * 100ms;
      while (!ends) {
        now += 700ms;
        const auto text = gateway.credential_for(i % 2 == 0 ? "finance" : "audit", now);
        const auto found = check.check(*text, i % 2 == 0 ? "finance" : "audit", now);
        ++(found ? passed : refused);
        if (now > noon + 24h) now = noon;
      }
    });
  for (int i = 0; i < 10; ++i) {
    home.renew(noon);
    CHECK(gateway.reload());
    CHECK(check.reload());
  }
  while (passed < 1'000) std::this_thread::yield();
  ends = true;
  for (auto& each : threads) each.join();
  CHECK(refused == 0);
}

}  // namespace
}  // namespace smartfin
