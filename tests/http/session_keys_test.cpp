#include "http/session_keys.hpp"

#include <sodium.h>

#include <catch2/catch_test_macros.hpp>

using namespace smartfin;
using http::auth_refusal;

namespace {

std::string base64(std::string_view bytes) {
  constexpr auto variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  text.pop_back();
  return text;
}

/// Signs as AUTH does; every part can be made wrong.
struct signer {
  unsigned char open[crypto_sign_PUBLICKEYBYTES]{}, closed[crypto_sign_SECRETKEYBYTES]{};
  std::string kid = "k1";

  signer() { crypto_sign_keypair(open, closed); }
  verification_keys keys() const {
    return {{{kid, base64({reinterpret_cast<const char*>(open), sizeof open})}}, {}};
  }
  std::string sign(const std::string& claims, std::string header = {}) const {
    if (header.empty()) header = R"({"alg":"EdDSA","typ":"at+jwt","kid":")" + kid + "\"}";
    const auto text = base64(header) + "." + base64(claims);
    unsigned char signature[crypto_sign_BYTES];
    crypto_sign_detached(signature, nullptr, reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), closed);
    return text + "." + base64({reinterpret_cast<const char*>(signature), sizeof signature});
  }
};

const instant now{std::chrono::seconds{1'000'000}};
const std::string good_claims =
    R"({"iss":"smartfin","aud":"smartfin","sub":"7","sid":70,"iat":999900,"exp":1000100})";

}  // namespace

TEST_CASE("a token that AUTH signed names its user and session until it expires") {
  const signer auth;
  http::session_keys sessions;
  CHECK_FALSE(sessions.has_keys());
  sessions.update(auth.keys());
  const auto token = auth.sign(good_claims);
  for (int i = 0; i < 2; ++i) {  // the second time from memory
    const auto who = sessions.check(token, now);
    REQUIRE(who);
    CHECK(who->user == user_id{7});
    CHECK(who->session == session_id{70});
    CHECK_FALSE(who->administrator);
  }
  CHECK(sessions.check(token, now + std::chrono::seconds{100}).error() ==
        auth_refusal::expired_token);
}

TEST_CASE("a token that is anything but ours is refused") {
  const signer auth, stranger;
  http::session_keys sessions;
  sessions.update(auth.keys());
  const auto refused = [&](const std::string& token) {
    const auto who = sessions.check(token, now);
    return !who && who.error() == auth_refusal::invalid_token;
  };
  CHECK(refused(stranger.sign(good_claims)));
  CHECK(refused(auth.sign(good_claims, R"({"alg":"none","typ":"at+jwt","kid":"k1"})")));
  CHECK(refused(auth.sign(good_claims, R"({"alg":"HS256","typ":"at+jwt","kid":"k1"})")));
  CHECK(refused(auth.sign(good_claims, R"({"alg":"EdDSA","typ":"rt+jwt","kid":"k1"})")));
  CHECK(refused(auth.sign(good_claims, R"({"alg":"EdDSA","typ":"at+jwt","kid":"k2"})")));
  for (const char* claims :
       {R"({"iss":"other","aud":"smartfin","sub":"7","sid":70,"exp":1000100})",
        R"({"iss":"smartfin","aud":"other","sub":"7","sid":70,"exp":1000100})",
        R"({"iss":"smartfin","aud":"smartfin","sub":"0","sid":70,"exp":1000100})",
        R"({"iss":"smartfin","aud":"smartfin","sub":"7x","sid":70,"exp":1000100})",
        R"({"iss":"smartfin","aud":"smartfin","sub":"7","sid":-1,"exp":1000100})",
        R"({"iss":"smartfin","aud":"smartfin","sub":7,"sid":70,"exp":1000100})", "[]", "{", ""})
    CHECK(refused(auth.sign(claims)));
  auto altered = auth.sign(good_claims);
  altered[altered.find('.') + 5] ^= 1;
  CHECK(refused(altered));
  for (const char* text : {"", ".", "..", "a.b", "a.b.c", "....", "\xff.\xff.\xff"})
    CHECK(refused(text));
  CHECK(refused(std::string(100'000, 'a')));
}

TEST_CASE("an ended session is refused at once, and stays so when AUTH says it too") {
  const signer auth;
  http::session_keys sessions;
  sessions.update(auth.keys());
  const auto token = auth.sign(good_claims);
  REQUIRE(sessions.check(token, now));
  sessions.end_session({70});
  CHECK(sessions.check(token, now).error() == auth_refusal::revoked_session);
  auto told = auth.keys();
  told.ended_sessions = {{70}};
  sessions.update(told);
  CHECK(sessions.check(token, now).error() == auth_refusal::revoked_session);
}

TEST_CASE("the published key set is what a stranger needs to check a token") {
  const signer auth;
  http::session_keys sessions;
  sessions.update(auth.keys());
  const auto jwks = sessions.jwks();
  CHECK(jwks.find(R"("kty":"OKP","crv":"Ed25519")") != std::string::npos);
  CHECK(jwks.find(R"("kid":"k1")") != std::string::npos);
  CHECK(jwks.find(auth.keys().keys.front().x) != std::string::npos);
}
