#include <catch2/catch_test_macros.hpp>
#include <random>

#include "cluster/identity/identity_refusal.hpp"
#include "tests/cluster/identity/deployment_samples.hpp"

namespace smartfin {
namespace {

using namespace samples;

constexpr unsigned seed = 20'310'314;

/// Everything about a certificate that anybody reads: must not crash, whatever it was made of.
void read_all(const certificate& proof, const trust_bundle& trusted) {
  const auto uri = to_uri(proof.name()) + proof.key_id() + proof.node();
  CHECK(proof.valid().from.time_since_epoch() != proof.valid().until.time_since_epoch());
  CHECK_FALSE(uri.empty());
  CHECK(proof.to_pem().starts_with("-----BEGIN"));
  CHECK_FALSE(proof.verify("text", "signature"));
  (void)trusted.vouches_for(proof);
}

class fuzz {
public:
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>{0, end - 1}(random_);
  }
  char byte() { return static_cast<char>(below(256)); }
  /// A text with one bit turned.
  std::string flipped(std::string text) {
    text[below(text.size())] ^= static_cast<char>(1U << below(8));
    return text;
  }
  /// A text with a few bytes changed, left out, doubled or made up.
  std::string mangled(std::string text) {
    for (auto n = 1 + below(4); n > 0 && !text.empty(); --n) {
      const auto at = below(text.size());
      switch (below(4)) {
        case 0:
          text[at] = byte();
          break;
        case 1:
          text.erase(at, 1 + below(16));
          break;
        case 2:
          text.insert(at, text.substr(at, 1 + below(64)));
          break;
        default:
          text.insert(at, std::string(1 + below(8), byte()));
      }
    }
    return text;
  }

private:
  std::mt19937 random_{seed};
};

struct rig {
  deployment home;
  credential_check check{home.bundle()};
  trust_bundle trusted = trust_bundle::from_pem(contents(home.bundle()));
  std::string good = *credential_issuer{home.key_of("gateway")}.credential_for("finance", noon);

  bool passes(std::string_view text) { return check.check(text, "finance", noon).has_value(); }
};

TEST_CASE("a credential of which any one bit is turned never passes") {
  rig at;
  for (const bool seen_before : {false, true}) {
    if (seen_before) REQUIRE(at.passes(at.good));
    for (std::size_t i = 0; i < at.good.size(); ++i)
      for (int bit = 0; bit < 8; ++bit) {
        auto text = at.good;
        text[i] ^= static_cast<char>(1U << bit);
        if (at.passes(text)) FAIL("bit " << bit << " of character " << i);
      }
  }
  CHECK(at.passes(at.good));
}

TEST_CASE("a credential that is cut off anywhere, or goes on, never passes") {
  rig at;
  for (std::size_t size = 0; size < at.good.size(); ++size)
    if (at.passes(std::string_view{at.good}.substr(0, size))) FAIL("cut at " << size);
  for (const auto* tail : {".", "=", "==", "A", "AA", "\n", " ", ".AA"})
    CHECK_FALSE(at.passes(at.good + tail));
  CHECK_FALSE(at.passes(at.good + std::string(1, '\0')));
}

TEST_CASE("bytes are written as text in one way, and nothing else is read") {
  fuzz any;
  for (int i = 0; i < 300; ++i) {
    std::string bytes(1 + any.below(100), '\0');
    for (auto& c : bytes) c = any.byte();
    const auto text = encode_base64url(bytes);
    CHECK(decode_base64url(text) == bytes);
    if (const auto other = any.flipped(text); decode_base64url(other) == bytes)
      FAIL(other << " reads as " << text);
  }
  for (const auto* text : {"", "A", "AB", "AAA=", "A A", "AA\n", "+/+/", "\xc1\xc1\xc1\xc1"})
    CHECK_FALSE(decode_base64url(text));
}

TEST_CASE("random and mangled credentials never pass and never crash") {
  INFO("seed " << seed);
  rig at;
  fuzz any;
  for (int i = 0; i < 3'000; ++i) {
    const auto text = any.mangled(at.good);
    if (text != at.good && at.passes(text)) FAIL("passes: " << text);
    std::string noise(any.below(400), '\0');
    for (auto& c : noise) c = any.byte();
    if (at.passes(noise) || at.passes("sfc1." + noise)) FAIL("noise passes in round " << i);
    (void)claimed_service(text);
  }
  CHECK(at.passes(at.good));
}

TEST_CASE("a mangled certificate within a well-formed credential never passes and never crashes") {
  INFO("seed " << seed);
  rig at;
  fuzz any;
  const auto gateway = at.home.own("gateway");
  const auto der = gateway.proof.to_der();
  for (int i = 0; i < 3'000; ++i) {
    const auto other = i % 2 == 0 ? any.flipped(der) : any.mangled(der);
    if (other == der) continue;
    // Signed with the right key: all that is wrong is the certificate.
    const auto text = make_credential({"gateway", "finance", noon, noon + 60s},
                                      encode_base64url(other), gateway.key);
    if (at.passes(text)) FAIL("passes in round " << i);
    if (const auto read = certificate::from_der(other)) read_all(*read, at.trusted);
  }
}

TEST_CASE("every certificate of which one bit is turned is refused by its authority") {
  rig at;
  const auto der = at.home.own("gateway").proof.to_der();
  for (std::size_t i = 0; i < der.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      auto other = der;
      other[i] ^= static_cast<char>(1U << bit);
      const auto read = certificate::from_der(other);
      if (read && at.trusted.vouches_for(*read)) FAIL("bit " << bit << " of byte " << i);
    }
  CHECK(at.trusted.vouches_for(at.home.own("gateway").proof));
}

TEST_CASE("a certificate that is cut off or goes on is none") {
  rig at;
  const auto der = at.home.own("gateway").proof.to_der();
  for (std::size_t size = 0; size < der.size(); ++size)
    if (certificate::from_der(der.substr(0, size))) FAIL("cut at " << size);
  CHECK_FALSE(certificate::from_der(der + "A"));
  CHECK_FALSE(certificate::from_der(der + der));
}

TEST_CASE("mangled key files and bundles are refused and never crash") {
  INFO("seed " << seed);
  rig at;
  fuzz any;
  const auto key = contents(at.home.key_of("gateway")), bundle = contents(at.home.bundle());
  for (int i = 0; i < 2'000; ++i) {
    if (const auto read = parse_own_identity(any.mangled(key)))
      CHECK(read->proof.is_of(read->key));  // a change that matters to nobody, as between the parts
    try {
      const auto read = trust_bundle::from_pem(any.mangled(bundle));
      CHECK_FALSE(read.authorities().empty());
    } catch (const identity_refusal& refused) {
      CHECK_FALSE(std::string{refused.what()}.empty());
    }
  }
}

}  // namespace
}  // namespace smartfin
