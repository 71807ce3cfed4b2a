#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch_test_macros.hpp>

#include "tests/system/attack.hpp"

using namespace smartfin::test;

namespace {

/// The texts of `sample` with each of its values, at any depth, replaced by `value`.
std::vector<std::string> replaced_everywhere(const boost::json::value& sample,
                                             const std::string& value) {
  std::vector<std::string> texts;
  if (!sample.is_object()) return texts;
  const auto& object = sample.get_object();
  const auto with = [&](std::string_view key, const std::string& inner) {
    std::string text = "{";
    for (const auto& [name, member] : object)
      text += (text.size() > 1 ? "," : "") + ("\"" + std::string{name} + "\":") +
              (name == key ? inner : boost::json::serialize(member));
    return text + "}";
  };
  for (const auto& [name, member] : object) {
    texts.push_back(with(name, value));
    for (const auto& inner : replaced_everywhere(member, value)) texts.push_back(with(name, inner));
  }
  return texts;
}

std::vector<std::string> attacks_on(const api_operation& operation, const owner& who) {
  auto texts = hostile_bodies();
  auto sample = sample_body(operation, who);
  const auto full = sample.as_object();
  for (const auto& [name, member] : full) {
    auto without = full;
    without.erase(name);
    texts.push_back(boost::json::serialize(without));
  }
  for (const auto& field : operation.body_fields)
    if (!full.contains(field)) sample.as_object()[field] = nullptr;
  for (const auto& value : hostile_values())
    for (auto& text : replaced_everywhere(sample, value)) texts.push_back(std::move(text));
  auto more = full;
  more["unknown_member"] = 1;
  texts.push_back(boost::json::serialize(more));
  return texts;
}

}  // namespace

TEST_CASE("no body of any route is answered with a fault of ours") {
  const node_home home;
  const node_process node{home};
  api_client reader{node.port()};
  verdicts found;
  for (const auto& operation : operations_of(reader)) {
    const auto who = new_owner(node.port(), "owner-of-" + operation.id);
    auto client = who.client.again();
    const auto target = operation.target(
        operation.has_path_id() ? std::to_string(who.id_for(operation)) : "nobody");
    const auto attacks = operation.takes_json() ? attacks_on(operation, who) : hostile_bodies();
    for (const auto& body : attacks) {
      const api_request request{operation.method, target, body, usual_fields(operation)};
      found.judge(request, client.try_send(request));
    }
  }
  found.report();
  check_unharmed(node.port());
}

TEST_CASE("a body is refused for its size before it is read, and for its form with its place") {
  const node_home home;
  const node_process node{home};
  auto who = new_owner(node.port(), "ann");
  const auto post = [&](const std::string& body) {
    return who.client.send({"POST", "/api/v1/transactions", body});
  };
  CHECK(post("{\"note\":\"" + std::string(2 << 20, 'x') + "\"}").status == 413);
  CHECK(post("").status == 400);
  CHECK(post("{").status == 400);
  CHECK(post("[]").status == 422);
  CHECK(post(std::string(10'000, '[')).status == 400);
  CHECK(post("{\"payee\":\"\xFF\"}").status == 400);
  CHECK(post(R"({"payee":"a","payee":"b"})").text("/errors/0/code") == "duplicate_key");
  CHECK(post("{\"payee\":NaN}").status == 400);

  auto body = body_of({.account = who.account}).as_object();
  body["payee"] = "Caf\xC3\xA9 \xF0\x9F\x98\x80";
  CHECK(who.client.post("/api/v1/transactions", body).text("/payee") == body["payee"].as_string());
  body["payee"] = std::string(201, 'x');
  CHECK(who.client.post("/api/v1/transactions", body).text("/errors/0/field") == "/payee");
  body["payee"] = "tab\there";
  CHECK(who.client.post("/api/v1/transactions", body).text("/errors/0/code") ==
        "control_character");
  body["payee"] = "fine";
  body["extra"] = 1;
  CHECK(who.client.post("/api/v1/transactions", body).text("/errors/0/field") == "/extra");
  check_unharmed(node.port());
}
