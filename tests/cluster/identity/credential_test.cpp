#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/cluster/identity/deployment_samples.hpp"

namespace smartfin {
namespace {

using namespace samples;

/// What the check of a deployment's node says to requests that arrive at `audience`.
class callee {
public:
  explicit callee(const deployment& home, std::string audience = "finance",
                  credential_memory memory = {})
      : check_(home.bundle(), {}, memory), audience_(std::move(audience)) {}

  trust_errc refusal(std::string_view credential, instant now = noon) {
    const auto found = check_.check(credential, audience_, now);
    return found ? trust_errc::none : found.error();
  }
  credential_check& check() { return check_; }

private:
  credential_check check_;
  std::string audience_;
};

TEST_CASE("a service's credential proves its name to the service it was made for") {
  const deployment home;
  credential_issuer gateway{home.key_of("gateway")};
  CHECK(gateway.service() == "gateway");
  credential_check check{home.bundle()};
  const auto text = gateway.credential_for("finance", noon);
  CHECK(text->size() < 1'200);
  CHECK(text->starts_with("sfc1.gateway.finance.1931256000.1931256060."));
  CHECK(*check.check(*text, "finance", noon) == "gateway");
  CHECK(*check.check(*text, "finance", noon + 1s) == "gateway");  // and from memory
}

TEST_CASE("a node that was issued later, by the same authority, is believed at once") {
  const deployment home;
  callee at{home};
  home.issue("n2", {"prediction"});
  credential_issuer prediction{service_key_path(home.node("n2"), "prediction")};
  CHECK(at.refusal(*prediction.credential_for("finance", noon)) == trust_errc::none);
}

TEST_CASE("no credential is refused, and so is what is none") {
  const deployment home;
  callee at{home};
  CHECK(at.refusal("") == trust_errc::no_credential);
  CHECK(at.refusal("secret") == trust_errc::malformed);
  CHECK(at.refusal(std::string(100'000, 'a')) == trust_errc::malformed);
}

TEST_CASE("a credential for another service is refused, known or not") {
  const deployment home;
  callee at{home, "audit"};
  const auto text = *credential_issuer{home.key_of("gateway")}.credential_for("finance", noon);
  CHECK(at.refusal(text) == trust_errc::wrong_audience);
  CHECK(*at.check().check(text, "finance", noon) == "gateway");
  CHECK(at.refusal(text) == trust_errc::wrong_audience);
}

TEST_CASE("a credential is good for its time and the skew of clocks, and not a moment longer") {
  const deployment home;
  for (const bool seen_before : {false, true}) {
    callee at{home};
    const auto text = *credential_issuer{home.key_of("gateway")}.credential_for("finance", noon);
    if (seen_before) REQUIRE(at.refusal(text) == trust_errc::none);
    CHECK(at.refusal(text, noon + 90s) == trust_errc::none);
    CHECK(at.refusal(text, noon + 90s + 1us) == trust_errc::expired);
    CHECK(at.refusal(text, noon - 30s) == trust_errc::none);
    CHECK(at.refusal(text, noon - 30s - 1us) == trust_errc::not_yet_valid);
  }
}

TEST_CASE("a credential that says it is good for long is refused") {
  const deployment home;
  callee at{home};
  const auto text = forged(home.own("gateway"), {"gateway", "finance", noon, noon + 301s});
  CHECK(at.refusal(text) == trust_errc::lives_too_long);
  CHECK(at.refusal(forged(home.own("gateway"), {"gateway", "finance", noon, noon + 300s})) ==
        trust_errc::none);
}

TEST_CASE("a credential of a service whose certificate has expired is refused") {
  const deployment home;
  callee at{home};
  credential_issuer gateway{home.key_of("gateway")};
  const auto end = noon + certificate_lifetime;
  CHECK(gateway.valid_until() == end);
  CHECK(at.refusal(*gateway.credential_for("finance", end - 1h), end - 1h) == trust_errc::none);
  const auto late = end + 31s;
  CHECK(at.refusal(*gateway.credential_for("finance", late), late) == trust_errc::expired);
  // Also one that was made, and seen, while the certificate was good.
  const auto text = *gateway.credential_for("finance", end - 10s);
  CHECK(at.refusal(text, end) == trust_errc::none);
  CHECK(at.refusal(text, late) == trust_errc::expired);
}

TEST_CASE("a credential of a service whose certificate is not valid yet is refused") {
  const deployment home;
  home.renew(noon + std::chrono::days{1});
  callee at{home};
  credential_issuer gateway{home.key_of("gateway")};
  CHECK(at.refusal(*gateway.credential_for("finance", noon)) == trust_errc::not_yet_valid);
}

TEST_CASE("when an authority has expired, so has all that it issued") {
  const deployment home;
  callee at{home};
  const auto last_day = noon + authority_lifetime - std::chrono::days{1};
  home.renew(last_day);
  credential_issuer gateway{home.key_of("gateway")};
  CHECK(at.refusal(*gateway.credential_for("finance", last_day), last_day) == trust_errc::none);
  const auto after = last_day + std::chrono::days{2};
  CHECK(at.refusal(*gateway.credential_for("finance", after), after) == trust_errc::expired);
}

TEST_CASE("a credential by a foreign authority is refused, also by a namesake of ours") {
  const deployment home, again, other{"other"};
  callee at{home};
  for (const auto* stranger : {&again, &other})
    CHECK(at.refusal(*credential_issuer{stranger->key_of("gateway")}.credential_for(
              "finance", noon)) == trust_errc::unknown_authority);
}

TEST_CASE("a service cannot speak as another") {
  const deployment home;
  callee at{home};
  CHECK(at.refusal(forged(home.own("auth"), "gateway", "finance")) == trust_errc::wrong_service);
  // Also when its certificate is known already.
  CHECK(at.refusal(forged(home.own("auth"), "auth", "finance")) == trust_errc::none);
  CHECK(at.refusal(forged(home.own("auth"), "gateway", "finance")) == trust_errc::wrong_service);
}

TEST_CASE("a node's certificate does not let it speak as a service") {
  const deployment home;
  callee at{home};
  const auto node = parse_own_identity(contents(home.node() / node_key_name)).value();
  for (const auto* as : {"gateway", "n1", "finance"})
    CHECK(at.refusal(forged(node, as, "finance")) == trust_errc::not_a_service);
}

TEST_CASE("an authority's own certificate does not let it speak as a service") {
  const deployment home;
  callee at{home};
  const auto issuer = parse_own_identity(contents(home.authority() / "issuer.pem")).value();
  CHECK(at.refusal(forged(issuer, "gateway", "finance")) == trust_errc::unknown_authority);
}

TEST_CASE("a service of a name that this build does not know is refused") {
  const deployment home;
  callee at{home};
  const authority_folder authority{home.authority()};
  const auto future = authority.issue(
      {{"", identity_kind::service, "astrology"}, "n1", {}, {{}, noon + 24h}}, noon);
  CHECK(at.refusal(forged(future, "astrology", "finance")) == trust_errc::unknown_service);
}

TEST_CASE("a credential with another's certificate is refused: the signature is not its key's") {
  const deployment home;
  callee at{home};
  const auto auth = home.own("auth"), gateway = home.own("gateway");
  const auto text = make_credential({"gateway", "finance", noon, noon + 60s},
                                    encode_base64url(gateway.proof.to_der()), auth.key);
  CHECK(at.refusal(text) == trust_errc::bad_signature);
}

TEST_CASE("what was refused is not remembered, and does not push out what was proved") {
  const deployment home;
  callee at{home, "finance", {.verdicts_max = 8, .certificates_max = 8}};
  const auto good = *credential_issuer{home.key_of("gateway")}.credential_for("finance", noon);
  CHECK(at.refusal(good) == trust_errc::none);
  const auto remembered = at.check().remembered();
  for (int i = 0; i < 100; ++i) {
    auto bad = good;
    bad[bad.size() - 1 - static_cast<std::size_t>(i % 60)] ^= 1;
    CHECK(at.refusal(bad) != trust_errc::none);
  }
  CHECK(at.check().remembered() == remembered);
}

TEST_CASE("however many credentials are proved, few are remembered") {
  const deployment home;
  callee at{home, "finance", {.verdicts_max = 8, .certificates_max = 4}};
  for (int i = 0; i < 40; ++i) {
    if (i % 10 == 0) home.renew(noon);
    credential_issuer gateway{home.key_of("gateway")};
    CHECK(at.refusal(*gateway.credential_for("finance", noon + i * 1s), noon + i * 1s) ==
          trust_errc::none);
    CHECK(at.check().remembered() <= 12);
  }
}

TEST_CASE("an issuer hands out one credential until three quarters of its time are over") {
  const deployment home;
  credential_issuer gateway{home.key_of("gateway")};
  const auto first = gateway.credential_for("finance", noon);
  CHECK(gateway.credential_for("finance", noon + 44s) == first);
  const auto second = gateway.credential_for("finance", noon + 45s);
  CHECK(*second != *first);
  CHECK(gateway.credential_for("finance", noon + 89s) == second);
  CHECK(*gateway.credential_for("audit", noon) != *first);
}

TEST_CASE("an issuer whose clock is set back makes a credential that is good by the new time") {
  const deployment home;
  credential_issuer gateway{home.key_of("gateway")};
  callee at{home};
  CHECK(at.refusal(*gateway.credential_for("finance", noon + 1h), noon + 1h) == trust_errc::none);
  CHECK(at.refusal(*gateway.credential_for("finance", noon), noon) == trust_errc::none);
}

TEST_CASE("an issuer makes nothing for a service that there is not") {
  const deployment home;
  credential_issuer gateway{home.key_of("gateway")};
  CHECK(gateway.credential_for("astrology", noon) == nullptr);
  CHECK(gateway.credential_for("", noon) == nullptr);
}

TEST_CASE(
    "who is claimed is told of a credential that proves nothing, where there is such a service") {
  const deployment home, other{"other"};
  CHECK(claimed_service(forged(other.own("gateway"), "gateway", "finance")) == "gateway");
  CHECK(claimed_service(forged(other.own("gateway"), "astrology", "finance")).empty());
  CHECK(claimed_service("sfc1.gateway").empty());
  CHECK(claimed_service("").empty());
}

}  // namespace
}  // namespace smartfin
