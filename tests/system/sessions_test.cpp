#include <sodium.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "tests/support/patience.hpp"
#include "tests/system/attack.hpp"

using namespace smartfin::test;

namespace {

constexpr auto base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string decoded(const std::string& text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  REQUIRE(sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                            text.data(), text.size(), nullptr, &size, nullptr, base64) == 0);
  bytes.resize(size);
  return bytes;
}

std::string encoded(const std::string& bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), base64), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), base64);
  text.pop_back();
  return text;
}

struct token_parts {
  std::string header, claims, signature;
};

token_parts parts_of(const std::string& token) {
  const auto first = token.find('.'), second = token.rfind('.');
  return {token.substr(0, first), token.substr(first + 1, second - first - 1),
          token.substr(second + 1)};
}

api_reply refresh(api_client& client, const std::string& token) {
  return client.post("/api/v1/auth/refresh", {{"refresh_token", token}});
}

/// Tokens nobody was given, made from one that somebody was.
std::vector<std::string> forged(const std::string& token) {
  const auto good = parts_of(token);
  auto claims = decoded(good.claims);
  claims.replace(claims.find(R"("sub":"1")"), 9, R"("sub":"2")");
  auto flipped = decoded(good.signature);
  flipped[5] = static_cast<char>(flipped[5] ^ 1);
  const auto none = encoded(R"({"alg":"none","typ":"at+jwt"})");
  const auto hs = encoded(R"({"alg":"HS256","typ":"at+jwt"})");
  return {"x",
          ".",
          "..",
          "a.b.c",
          good.header + "." + good.claims,
          good.header + "." + good.claims + ".",
          none + "." + good.claims + ".",
          none + "." + good.claims + "." + good.signature,
          hs + "." + good.claims + "." + good.signature,
          good.header + "." + encoded(claims) + "." + good.signature,
          good.header + "." + good.claims + "." + encoded(flipped),
          token + "A",
          token + ".x",
          token.substr(0, token.size() - 1),
          std::string(3000, 'e'),
          "\xFF\xFE",
          "%00"};
}

}  // namespace

TEST_CASE("every route for signed-in users refuses tokens that are missing or forged") {
  const node_home home;
  const node_process node{home};
  auto who = new_owner(node.port(), "ann");
  const auto tokens = forged(who.client.token());
  api_client stranger{node.port()};
  verdicts found;
  for (const auto& operation : operations_of(stranger)) {
    if (!operation.signed_in) continue;
    const auto id = operation.has_path_id() ? std::to_string(who.id_for(operation)) : "nobody";
    api_request request{operation.method, operation.target(id), {}, usual_fields(operation)};
    const auto judge = [&] {
      const auto reply = stranger.try_send(request);
      found.judge(request, reply);
      if (reply && (reply->status != 401 || !reply->header("WWW-Authenticate")))
        found.note(request.method + " " + request.target + ": " + reply->head + reply->body);
    };
    judge();
    request.fields.emplace_back("Authorization", "Basic YTpi");
    judge();
    for (const auto& token : tokens) {
      request.fields.back().second = "Bearer " + token;
      judge();
    }
  }
  found.report();
  CHECK(who.client.get("/api/v1/accounts").status == 200);
  check_unharmed(node.port());
}

TEST_CASE("another user's ids are not there, whatever is asked of them") {
  const node_home home;
  const node_process node{home};
  auto ann = new_owner(node.port(), "ann");
  // Bob has more of everything, so that his own ids end beyond Ann's.
  auto bob = signed_up(node.port(), "bob");
  const auto own = open_account(bob, "Bob's");
  const auto hash = ann.client.get("/api/v1/ledger/hash").body;
  verdicts found;
  const auto expect = [&](const api_request& request, int status) {
    const auto reply = bob.try_send(request);
    found.judge(request, reply);
    if (!reply || reply->status != status)
      found.note(request.method + " " + request.target + " is not " + std::to_string(status) +
                 ": " + (reply ? reply->head + reply->body : "no answer"));
  };
  for (const auto& operation : operations_of(bob)) {
    if (!operation.has_path_id()) continue;
    const auto body =
        operation.takes_json() ? boost::json::serialize(sample_body(operation, ann)) : "";
    expect({operation.method, operation.target(std::to_string(ann.id_for(operation))), body,
            usual_fields(operation)},
           operation.administrators_only ? 403 : 404);
  }
  const auto foreign = std::to_string(ann.account);
  auto transfer = body_of({.account = own}).as_object();
  transfer["transfer_account_id"] = ann.account;
  expect({"POST", "/api/v1/transactions", boost::json::serialize(transfer)}, 404);
  expect(
      {"POST", "/api/v1/transactions", boost::json::serialize(body_of({.account = ann.account}))},
      404);
  expect({"POST",
          "/api/v1/imports?account_id=" + foreign,
          "Date,Description,Amount\n2026-01-02,Bakery,-3.40\n",
          {{"Content-Type", "text/csv"}}},
         404);
  found.report();
  const auto listed = bob.get("/api/v1/transactions?account_id=" + foreign);
  CHECK((listed.status == 404 || listed.json().at("items").as_array().empty()));
  CHECK(ann.client.get("/api/v1/ledger/hash").body == hash);
  CHECK(ann.client.get("/api/v1/auth/sessions").number("/items/0/id") == ann.session);
}

TEST_CASE("the published keys verify an access token and nothing altered") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto token = client.token();
  const auto parts = parts_of(token);
  const auto header = boost::json::parse(decoded(parts.header));
  const auto keys = client.get("/.well-known/jwks.json").json();
  std::string key;
  for (const auto& each : keys.at("keys").as_array())
    if (each.at("kid") == header.at("kid")) key = decoded(std::string{each.at("x").as_string()});
  REQUIRE(key.size() == crypto_sign_PUBLICKEYBYTES);
  const auto verifies = [&](const std::string& text) {
    const auto signature = decoded(parts.signature);
    return crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature.data()),
                                       reinterpret_cast<const unsigned char*>(text.data()),
                                       text.size(),
                                       reinterpret_cast<const unsigned char*>(key.data())) == 0;
  };
  CHECK(verifies(parts.header + "." + parts.claims));
  CHECK_FALSE(verifies(parts.header + "." + parts.claims + "A"));
  CHECK(header.at("alg").as_string() == "EdDSA");
}

TEST_CASE("a refresh token is good once, and using it twice ends its session") {
  const node_home home;
  const node_process node{home};
  api_client client{node.port()};
  const auto first = register_user(client, "ann");
  const auto second = refresh(client, first.text("/refresh_token"));
  REQUIRE(second.status == 200);
  const auto third = refresh(client, second.text("/refresh_token"));
  REQUIRE(third.status == 200);
  const auto stolen = refresh(client, first.text("/refresh_token"));
  CHECK(stolen.status == 401);
  CHECK(stolen.text("/type") == "/problems/token-reused");
  CHECK(refresh(client, third.text("/refresh_token")).status == 401);
  client.use_token(third.text("/access_token"));
  CHECK(eventually([&] { return client.get("/api/v1/accounts").status == 401; },
                   std::chrono::seconds{10}));
}

TEST_CASE("a log-out makes its tokens useless at once and leaves other sessions alone") {
  const node_home home;
  const node_process node{home};
  api_client first{node.port()}, second{node.port()};
  const auto tokens = register_user(first, "ann");
  first.use_token(tokens.text("/access_token"));
  const boost::json::value credentials = {{"email", "ann@example.org"},
                                          {"password", usual_password}};
  second.use_token(second.post("/api/v1/auth/login", credentials).text("/access_token"));
  CHECK(first.send({"POST", "/api/v1/auth/logout"}).status == 204);
  CHECK(first.get("/api/v1/accounts").status == 401);
  CHECK(refresh(first, tokens.text("/refresh_token")).status == 401);
  CHECK(second.get("/api/v1/accounts").status == 200);
  CHECK(second.send({"POST", "/api/v1/auth/logout-all"}).status == 204);
  CHECK(second.get("/api/v1/accounts").status == 401);
}

TEST_CASE(
    "anybody may look around as the user of the demo where that is allowed, and nowhere else") {
  const node_home home;
  const auto log_in = home.folder() / "demo-login";
  std::ofstream{log_in} << "ann@example.org\n" << usual_password << '\n';
  {
    const node_process node{home};
    auto ann = signed_up(node.port(), "ann");
    open_account(ann, "Everyday");
    CHECK(api_client{node.port()}.send({"POST", "/api/v1/auth/demo"}).status == 404);
  }
  auto settings = quick_settings();
  settings.replace(0, 6, "[auth]\ndemo_login_file = \"" + log_in.string() + '"');
  home.write_settings(settings);
  const node_process node{home};
  api_client visitor{node.port()};
  const auto in = visitor.send({"POST", "/api/v1/auth/demo"});
  REQUIRE(in.status == 200);
  CHECK(in.text("/user/email") == "ann@example.org");
  CHECK(in.body.find(usual_password) == std::string::npos);
  visitor.use_token(in.text("/access_token"));
  CHECK(visitor.get("/api/v1/accounts").json().at("items").as_array().size() == 1);
}

TEST_CASE("an access token that has run out is refused as such") {
  auto settings = quick_settings();
  settings.replace(settings.find("[auth]"), 6, "[auth]\naccess_lifetime_s = 1");
  const node_home home{settings};
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  api_reply last;
  CHECK(eventually(
      [&] {
        last = client.get("/api/v1/accounts");
        return last.status == 401;
      },
      std::chrono::seconds{10}));
  CHECK(last.text("/detail") == "The token has expired.");
}

TEST_CASE("a caller beyond the rate gets 429 with the time to wait, and others do not") {
  auto settings = quick_settings();
  settings.replace(settings.find("write_per_minute = 0"), 20, "write_per_minute = 5");
  const node_home home{settings};
  const node_process node{home};
  auto ann = signed_up(node.port(), "ann"), bob = signed_up(node.port(), "bob");
  const auto account = open_account(ann, "Everyday");
  for (int i = 0; i < 4; ++i) record(ann, {.account = account});
  const auto refused = ann.post("/api/v1/transactions", body_of({.account = account}));
  CHECK(refused.status == 429);
  CHECK(std::stoi(refused.header("Retry-After").value_or("0")) > 0);
  CHECK(refused.header("RateLimit-Limit") == "5");
  CHECK(refused.header("RateLimit-Remaining") == "0");
  CHECK(fault_of(refused).empty());
  CHECK(ann.get("/api/v1/accounts").status == 200);
  CHECK(open_account(bob, "Bob's") > 0);
}
