#include "cluster/identity/local_identity.hpp"

#include <catch2/catch_test_macros.hpp>

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/tls_identity.hpp"
#include "domain/trust/trust_table.hpp"
#include "tests/cluster/identity/deployment_samples.hpp"

namespace smartfin {
namespace {

using namespace samples;
namespace fs = std::filesystem;

std::string everything_in(const fs::path& node) {
  auto all = contents(node / bundle_name) + contents(node / node_key_name);
  for (const auto service : service_names()) all += contents(service_key_path(node, service));
  return all;
}

void check_works(const fs::path& node, instant now) {
  CHECK(tls_identity{node}.current(now)->node.name == "local");
  credential_check check{node / bundle_name};
  for (const auto caller : service_names()) {
    credential_issuer issuer{service_key_path(node, caller)};
    CAPTURE(caller);
    CHECK(check.check(*issuer.credential_for("finance", now), "finance", now).has_value());
  }
}

TEST_CASE("a node by itself has an identity and every service's key from its first start on") {
  const testing::temporary_folder data;
  const auto node = ensure_local_identity(data.path(), noon);
  check_works(node, noon);
  const auto first = everything_in(node);
  CHECK(ensure_local_identity(data.path(), noon + std::chrono::days{200}) == node);
  CHECK(everything_in(node) == first);
}

TEST_CASE("a node by itself renews its keys before they expire, under the same authority") {
  const testing::temporary_folder data;
  const auto node = ensure_local_identity(data.path(), noon);
  const auto first = everything_in(node), bundle = contents(node / bundle_name);
  const auto later = noon + std::chrono::days{260};
  ensure_local_identity(data.path(), later);
  CHECK(everything_in(node) != first);
  CHECK(contents(node / bundle_name) == bundle);
  check_works(node, later + std::chrono::days{300});
}

TEST_CASE("a node by itself makes anew what is damaged, missing, expired or from the future") {
  const testing::temporary_folder data;
  const auto node = ensure_local_identity(data.path(), noon);
  overwrite(service_key_path(node, "finance"), "rubbish");
  check_works(ensure_local_identity(data.path(), noon), noon);
  fs::remove(service_key_path(node, "audit"));
  check_works(ensure_local_identity(data.path(), noon), noon);
  fs::remove_all(node);
  check_works(ensure_local_identity(data.path(), noon), noon);
  fs::remove(data.path() / "identity" / "authority" / "issuer.pem");
  check_works(ensure_local_identity(data.path(), noon), noon);
  for (const auto now : {noon + std::chrono::days{5'000}, noon - std::chrono::days{5'000},
                         noon + authority_lifetime - std::chrono::days{100}})
    check_works(ensure_local_identity(data.path(), now), now);
}

TEST_CASE("two nodes by themselves do not believe each other") {
  const testing::temporary_folder one, two;
  const auto here = ensure_local_identity(one.path(), noon);
  const auto there = ensure_local_identity(two.path(), noon);
  credential_check check{here / bundle_name};
  credential_issuer stranger{service_key_path(there, "gateway")};
  CHECK(check.check(*stranger.credential_for("finance", noon), "finance", noon).error() ==
        trust_errc::unknown_authority);
}

TEST_CASE("an identity that cannot be written is refused with a sentence") {
  const testing::temporary_folder data;
  overwrite(data / "file", "");
  CHECK_THROWS_AS(ensure_local_identity(data / "file", noon), identity_refusal);
}

}  // namespace
}  // namespace smartfin
