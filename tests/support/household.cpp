#include "tests/support/household.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "tests/support/patience.hpp"

namespace smartfin::test {

api_reply register_user(api_client& client, const std::string& name) {
  return expect_status(client.post("/api/v1/auth/register", {{"email", name + "@example.org"},
                                                             {"password", usual_password}}),
                       201);
}

api_client signed_up(const node_door& door, const std::string& name) {
  api_client client{door};
  client.use_token(register_user(client, name).text("/access_token"));
  return client;
}

std::int64_t open_account(api_client& client, const std::string& name,
                          const std::string& currency) {
  const auto reply = client.post("/api/v1/accounts",
                                 {{"name", name}, {"type", "checking"}, {"currency", currency}});
  return expect_status(reply, 201).number("/id");
}

boost::json::value body_of(const entry& what) {
  return {{"account_id", what.account},
          {"date", what.date},
          {"amount", {{"amount", what.amount}, {"currency", "USD"}}},
          {"payee", what.payee}};
}

api_reply record(api_client& client, const entry& what, header_fields fields) {
  return expect_status(client.post("/api/v1/transactions", body_of(what), std::move(fields)), 201);
}

std::int64_t cents(const std::string& decimal) {
  const auto point = decimal.find('.');
  if (point == std::string::npos || decimal.size() - point != 3)
    throw std::runtime_error{"not cents: " + decimal};
  return std::stoll(decimal.substr(0, point) + decimal.substr(point + 1));
}

std::string decimal(std::int64_t amount_cents) {
  const auto digits = std::to_string(std::abs(amount_cents) + 1000);
  const auto units = std::to_string(std::abs(amount_cents) / 100);
  return (amount_cents < 0 ? "-" : "") + units + "." + digits.substr(digits.size() - 2);
}

boost::json::array all_transactions(api_client& client, int limit, const std::string& filter) {
  boost::json::array all;
  const auto asked = "/api/v1/transactions?limit=" + std::to_string(limit) + filter;
  auto target = asked;
  for (std::size_t pages = 0; pages < 100'000; ++pages) {
    const auto reply = client.get(target);
    auto document = expect_status(reply, 200).json();
    auto& page = document.as_object();
    for (auto& item : page.at("items").as_array()) all.push_back(std::move(item));
    const auto* next = page.if_contains("next_cursor");
    if (next == nullptr || next->is_null()) return all;
    target = asked + "&cursor=" + std::string{next->as_string()};
  }
  throw std::runtime_error{"the pages do not end"};
}

std::int64_t first_notification(api_client& client) {
  std::int64_t id = 0;
  const auto came = [&] {
    const auto inbox = expect_status(client.get("/api/v1/notifications?limit=1"), 200).json();
    const auto& items = inbox.at("items").as_array();
    if (!items.empty()) id = items.front().at("id").to_number<std::int64_t>();
    return id != 0;
  };
  if (!eventually(came, std::chrono::seconds{20})) throw std::runtime_error{"no notification came"};
  return id;
}

std::int64_t published_entry(api_client& client) {
  std::int64_t index = -1;
  const auto came = [&] {
    const auto page = expect_status(client.get("/api/v1/audit/entries"), 200).json();
    const auto& items = page.at("items").as_array();
    if (items.empty()) return false;
    index = items.back().at("index").to_number<std::int64_t>();
    return client.get("/api/v1/audit/entries/" + std::to_string(index) + "/proof").status == 200;
  };
  if (!eventually(came, std::chrono::seconds{20}))
    throw std::runtime_error{"no entry is published"};
  return index;
}

std::vector<service_report> statuses(api_client& client) {
  std::vector<service_report> all;
  const auto add = [&](const boost::json::value& services) {
    for (const auto& each : services.as_array())
      all.push_back({std::string{each.at("name").as_string()},
                     std::string{each.at("state").as_string()},
                     each.at("restarts").to_number<std::int64_t>()});
  };
  const auto document = expect_status(client.get("/api/v1/status"), 200).json();
  add(document.at("services"));
  for (const auto& node : document.at("nodes").as_array()) add(node.at("states"));
  return all;
}

service_report status_of(api_client& client, const std::string& service) {
  const auto all = statuses(client);
  const auto found = std::ranges::find(all, service, &service_report::name);
  if (found == all.end()) throw std::runtime_error{"no service " + service};
  return *found;
}

}  // namespace smartfin::test
