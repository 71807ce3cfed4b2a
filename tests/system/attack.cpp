#include "tests/system/attack.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <stdexcept>

namespace smartfin::test {

std::int64_t owner::id_for(const api_operation& operation) const {
  const std::map<std::string, std::int64_t> ids = {
      {"/api/v1/accounts/{id}", account},
      {"/api/v1/transactions/{id}", transaction},
      {"/api/v1/auth/sessions/{id}", session},
      {"/api/v1/imports/{id}", import},
      {"/api/v1/audit/entries/{index}/proof", audit_entry},
      {"/api/v1/notifications/{id}/read", notification},
      {"/api/v1/files/{id}", file},
      {"/api/v1/files/{id}/content", file},
      {"/api/v1/status/services/{name}/parked-events/{id}/replay", 1}};
  const auto found = ids.find(operation.path);
  if (found != ids.end()) return found->second;
  throw std::runtime_error{"no example of what " + operation.path + " names"};
}

owner new_owner(int port, const std::string& name) {
  owner made{.client = signed_up(port, name)};
  made.account = open_account(made.client, "Everyday");
  made.transaction = record(made.client, {.account = made.account}).number("/id");
  made.session = made.client.get("/api/v1/auth/sessions").number("/items/0/id");
  const api_request import{"POST",
                           "/api/v1/imports?account_id=" + std::to_string(made.account),
                           "Date,Description,Amount\n2026-01-02,Bakery,-3.40\n",
                           {{"Content-Type", "text/csv"}}};
  made.import = expect_status(made.client.send(import), 201).number("/id");
  made.audit_entry = published_entry(made.client);
  const api_request upload{
      "POST", "/api/v1/files?name=a.txt", "a text", {{"Content-Type", "text/plain"}}};
  made.file = expect_status(made.client.send(upload), 201).number("/id");
  made.notification = first_notification(made.client);  // of the import
  return made;
}

boost::json::value sample_body(const api_operation& operation, const owner& who) {
  static const std::map<std::string, std::string> samples = {
      {"registerUser", R"({"email":"new@example.org","password":"long enough","name":"New"})"},
      {"logIn", R"({"email":"nobody@example.org","password":"long enough"})"},
      {"refreshSession", R"({"refresh_token":"1.abc"})"},
      {"changePassword", R"({"current_password":"not this","new_password":"long enough"})"},
      {"openAccount", R"({"name":"More","type":"savings","currency":"USD",)"
                      R"("opening_balance":{"amount":"1.00","currency":"USD"}})"},
      {"changeAccount", R"({"name":"Other","closed":false,)"
                        R"("opening_balance":{"amount":"2.00","currency":"USD"}})"},
      {"changeTransaction", R"({"payee":"Other","note":"n","date":"2026-02-03","category_id":1,)"
                            R"("amount":{"amount":"2.00","currency":"USD"}})"},
      {"changeProfile", R"({"name":"N","birth_date":"1980-01-02","household_size":2,)"
                        R"("gross_income":{"amount":"2.00","currency":"USD"},"housing":"rent"})"},
  };
  if (operation.id == "recordTransaction") return body_of({.account = who.account});
  const auto found = samples.find(operation.id);
  return boost::json::parse(found == samples.end() ? "{}" : found->second);
}

const std::vector<std::string>& hostile_values() {
  static const std::vector<std::string> values = {"null",
                                                  "true",
                                                  "0",
                                                  "-0",
                                                  "-1",
                                                  "1.5",
                                                  "1e400",
                                                  "-1e400",
                                                  "1e-400",
                                                  "9007199254740992",
                                                  "9223372036854775807",
                                                  "9223372036854775808",
                                                  "-9223372036854775809",
                                                  "18446744073709551616",
                                                  std::string(5000, '9'),
                                                  "NaN",
                                                  "Infinity",
                                                  "-Infinity",
                                                  "01",
                                                  "+1",
                                                  ".5",
                                                  "0x10",
                                                  "'text'",
                                                  R"("")",
                                                  R"(" ")",
                                                  R"("\u0000")",
                                                  R"("\u0007")",
                                                  R"("\ud800")",
                                                  R"("\udc00\ud800")",
                                                  R"("\u202e")",
                                                  "\"\xF0\x9F\x98\x80\"",
                                                  "\"\xFF\xFE\"",
                                                  "\"\xC0\x80\"",
                                                  "\"\xED\xA0\x80\"",
                                                  "\"\x01\"",
                                                  "\"\n\"",
                                                  "\"" + std::string(20'000, 'x') + "\"",
                                                  "\"" + std::string(300, 'x') + "\"",
                                                  R"("999999999999999999999999.99")",
                                                  R"("1e3")",
                                                  R"("-0.00")",
                                                  R"("0.001")",
                                                  R"("92233720368547758.07")",
                                                  R"("2026-02-30")",
                                                  R"("0000-00-00")",
                                                  R"("9999-12-31")",
                                                  R"("USD")",
                                                  R"("XXX")",
                                                  R"("' OR 1=1 --")",
                                                  "[]",
                                                  "{}",
                                                  "[[]]",
                                                  R"({"a":1})",
                                                  R"({"amount":"1.00"})",
                                                  R"({"amount":1,"currency":"USD"})",
                                                  R"({"amount":"1.00","currency":"USD","x":1})",
                                                  R"({"amount":"1.00","amount":"2.00"})"};
  return values;
}

const std::vector<std::string>& hostile_bodies() {
  static const std::vector<std::string> bodies = {
      "",
      " ",
      "null",
      "true",
      "0",
      "\"text\"",
      "[]",
      "[{}]",
      "{",
      "}",
      "{}",
      "{}{}",
      "{} x",
      "{\"a\"}",
      "{\"a\":}",
      "{\"a\":1,}",
      "{\"\":1}",
      "{\"unknown\":1}",
      "{\"a\":1,\"a\":2}",
      "{/**/}",
      "\xEF\xBB\xBF{}",
      std::string("{\0}", 3),
      std::string("\0{\0}", 4),
      "\xFF\xFE{",
      std::string(10'000, '['),
      std::string(10'000, '[') + std::string(10'000, ']'),
      [] {
        std::string deep;
        for (int i = 0; i < 10'000; ++i) deep += "{\"a\":";
        return deep + "1" + std::string(10'000, '}');
      }(),
      "{\"" + std::string(50'000, 'k') + "\":1}",
      "a=b&c=d",
      "<xml/>"};
  return bodies;
}

const std::vector<std::string>& hostile_ids() {
  static const std::vector<std::string> ids = {"0",
                                               "-1",
                                               "00",
                                               "01",
                                               "+1",
                                               "1e3",
                                               "1.0",
                                               "0x1",
                                               "abc",
                                               "null",
                                               "%00",
                                               "1%00",
                                               "%2e%2e",
                                               "..",
                                               "../1",
                                               "%2F",
                                               "%5C",
                                               "%20",
                                               "1%20",
                                               "%",
                                               "%zz",
                                               "%FF",
                                               "%F0%9F%98%80",
                                               "*",
                                               "1;2",
                                               "9007199254740992",
                                               "9223372036854775807",
                                               "9223372036854775808",
                                               "18446744073709551617",
                                               std::string(400, '1')};
  return ids;
}

void verdicts::judge(const api_request& request, const std::optional<api_reply>& reply) {
  ++judged_;
  const auto fault = fault_of(reply);
  if (!fault.empty())
    note(request.method + " " + request.target + " " + request.body.substr(0, 300) + "\n" + fault);
}

void verdicts::note(const std::string& fault) { faults_.push_back(fault); }

void verdicts::report() const {
  for (std::size_t i = 0; i < faults_.size() && i < 20; ++i) FAIL_CHECK(faults_[i]);
  if (faults_.size() > 20) FAIL_CHECK(faults_.size() << " faults in all");
  CHECK(judged_ > 0);
}

void check_unharmed(int port) {
  auto client = signed_up(port, "after-the-attack");
  CHECK(record(client, {.account = open_account(client, "Everyday")}).status == 201);
  const auto status = client.get("/api/v1/status").json();
  for (const auto& each : status.at("services").as_array()) {
    INFO(each.at("name").as_string());
    CHECK(each.at("state").as_string() == "up");
    CHECK(each.at("restarts").to_number<int>() == 0);
  }
}

}  // namespace smartfin::test
