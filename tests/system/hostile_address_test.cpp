#include <boost/json/serialize.hpp>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "tests/system/attack.hpp"

using namespace smartfin::test;

TEST_CASE("no id in any path is answered with anything but 404 or 400") {
  const node_home home;
  const node_process node{home};
  auto who = new_owner(node.port(), "ann");
  verdicts found;
  for (const auto& operation : operations_of(who.client)) {
    if (!operation.has_path_id()) continue;
    const auto body =
        operation.takes_json() ? boost::json::serialize(sample_body(operation, who)) : "";
    for (const auto& id : hostile_ids()) {
      const api_request request{operation.method, operation.target(id), body,
                                usual_fields(operation)};
      const auto reply = who.client.try_send(request);
      found.judge(request, reply);
      // "../1" leaves the path; it may meet no other route.
      const bool expected = reply && (reply->status == 404 || reply->status == 400 ||
                                      (reply->status == 403 && operation.administrators_only));
      if (reply && !expected)
        found.note(request.method + " " + request.target + ": " + reply->head + reply->body);
    }
  }
  found.report();
  check_unharmed(node.port());
}

TEST_CASE("a query that no route knows is refused, and so is a cursor that is not its own") {
  const node_home home;
  const node_process node{home};
  auto who = new_owner(node.port(), "ann");
  open_account(who.client, "Second");
  const auto foreign = who.client.get("/api/v1/accounts?limit=1").text("/next_cursor");
  const std::vector<std::string> values = {
      "",      "%00",          "%FF",          "-1",
      "0",     "501",          "1e9",          "9223372036854775808",
      "true",  "2026-02-30",   "%F0%9F%98%80", std::string(3000, 'x'),
      "a%26b", "'%20OR%201=1", foreign,        foreign + "A"};
  verdicts found;
  for (const auto& operation : operations_of(who.client)) {
    if (operation.method != "GET" || operation.administrators_only) continue;
    const auto path = operation.has_path_id()
                          ? operation.target(std::to_string(who.id_for(operation)))
                          : operation.target("nobody");
    const auto ask = [&](const std::string& query) {
      const api_request request{"GET", path + "?" + query};
      const auto reply = who.client.try_send(request);
      found.judge(request, reply);
      return reply ? reply->status : 0;
    };
    // The front answers /livez by itself, without a look at anything behind the path.
    if (ask("no_such_parameter=1") != 400 && operation.path != "/livez")
      found.note(path + " takes no_such_parameter");
    for (const std::string garbage : {"&&&", "=", "%", "a=%zz", "limit=1&limit=2", "?"})
      ask(garbage);
    for (const auto& name : operation.query_names)
      for (const auto& value : values) ask(name + "=" + value);
    for (const auto& name : operation.query_names)
      if (name == "cursor" && operation.id != "listAccounts" && ask("cursor=" + foreign) != 400)
        found.note(path + " takes a cursor of the accounts");
  }
  found.report();
  check_unharmed(node.port());
}

TEST_CASE("a method that a path does not have is 405 with those it has") {
  const node_home home;
  const node_process node{home};
  auto who = new_owner(node.port(), "ann");
  const auto operations = operations_of(who.client);
  std::set<std::pair<std::string, std::string>> known;
  for (const auto& each : operations) known.emplace(each.path, each.method);
  verdicts found;
  for (const auto& operation : operations)
    for (const std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      if (known.contains({operation.path, method})) continue;
      const api_request request{method, operation.target("1")};
      const auto reply = who.client.try_send(request);
      found.judge(request, reply);
      if (!reply || reply->status != 405 ||
          reply->header("Allow").value_or("").find(operation.method) == std::string::npos)
        found.note(method + " " + request.target + ": " + (reply ? reply->head : "no answer"));
    }
  for (const std::string method : {"TRACE", "CONNECT", "PROPFIND", "get", "X"}) {
    const api_request request{method, "/api/v1/accounts"};
    found.judge(request, who.client.try_send(request));
  }
  found.report();
  check_unharmed(node.port());
}

TEST_CASE("a body of another type is 415 on every route that takes one") {
  const node_home home;
  const node_process node{home};
  auto who = new_owner(node.port(), "ann");
  verdicts found;
  for (const auto& operation : operations_of(who.client)) {
    if (operation.body_types.empty()) continue;
    for (const std::string type : {"video/x-none", "application/jsonp", "json", "*/*", ";", "a/b/c"}) {
      auto fields = usual_fields(operation);
      std::erase_if(fields, [](const auto& field) { return field.first == "Content-Type"; });
      fields.emplace_back("Content-Type", type);
      const auto id = operation.has_path_id() ? std::to_string(who.id_for(operation)) : "nobody";
      const api_request request{operation.method, operation.target(id), "{}", fields};
      const auto reply = who.client.try_send(request);
      found.judge(request, reply);
      if (reply && reply->status != 415) found.note(request.target + " takes " + type);
    }
  }
  found.report();
  check_unharmed(node.port());
}

TEST_CASE("giant and broken header fields are refused, and the node goes on") {
  const node_home home;
  const node_process node{home};
  auto who = new_owner(node.port(), "ann");
  verdicts found;
  const std::vector<header_fields> attacks = {
      {{"X-Long", std::string(100'000, 'x')}},
      {{std::string(20'000, 'n'), "v"}},
      {{"Authorization", "Bearer " + std::string(15'000, 'x')}},
      {{"X Space", "v"}},
      {{"X-Zero", std::string("a\0b", 3)}},
      {{"", "v"}},
      {{"Content-Length", "-1"}},
      {{"Content-Length", "5"}, {"Content-Length", "6"}},
      {{"Transfer-Encoding", "zip"}},
      {{"Expect", "everything"}},
      {{"If-None-Match", std::string(8000, ',')}},
      {{"If-Match", "\"1"}},
      {{"Accept", "image/png"}},
      {{"Accept", ";;;,,,"}},
      {{"Idempotency-Key", std::string(256, 'k')}},
      {{"Idempotency-Key", "\xFF"}},
      {{"traceparent", std::string(4000, '0')}},
      {{"Content-Encoding", "gzip"}}};
  for (const auto& fields : attacks) {
    const api_request request{"GET", "/api/v1/accounts", {}, fields};
    found.judge(request, who.client.try_send(request));
  }
  header_fields many;
  for (int i = 0; i < 500; ++i) many.emplace_back("X-" + std::to_string(i), "v");
  const api_request request{"GET", "/api/v1/accounts", {}, many};
  found.judge(request, who.client.try_send(request));
  const api_request long_target{"GET", "/" + std::string(12'000, 'p')};
  found.judge(long_target, who.client.try_send(long_target));
  found.report();
  check_unharmed(node.port());
}
