#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <set>

#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"
#include "tests/system/fault_load.hpp"

using namespace smartfin::test;

namespace {

using milliseconds = std::chrono::duration<double, std::milli>;

/// Services that have something to lose, as /api/v1/status names them.
std::set<std::string> services_of(api_client& client) {
  std::set<std::string> names;
  for (const auto& each : statuses(client))
    if (each.name != "gateway") names.insert(each.name);
  return names;
}

/// Ends workers of the service and waits until it is up again; how long that took.
milliseconds fail_once(api_client& operator_client, const std::string& service) {
  const auto before = status_of(operator_client, service).restarts;
  const auto start = std::chrono::steady_clock::now();
  expect_status(operator_client.send({"POST", "/api/v1/status/services/" + service + "/fail"}),
                204);
  const bool recovered = eventually(
      [&] {
        const auto now = status_of(operator_client, service);
        return now.restarts > before && now.state == "up";
      },
      std::chrono::seconds{2});
  CHECK(recovered);
  return std::chrono::steady_clock::now() - start;
}

double median(std::vector<milliseconds> times) {
  std::sort(times.begin(), times.end());
  return times.at(times.size() / 2).count();
}

std::string sum_up(const std::vector<failed_request>& failures) {
  std::map<std::string, int> counts;
  for (const auto& each : failures)
    ++counts[each.what.substr(0, each.what.find("\r\n")) + " ... " +
             each.what.substr(each.what.rfind('\n') + 1, 80)];
  std::string text;
  for (const auto& [what, count] : counts) text += std::to_string(count) + " x " + what + "\n";
  return text;
}

}  // namespace

TEST_CASE("any service may fail under load: nothing acknowledged is lost, others show no error") {
  const auto faults = chosen("SMARTFIN_TEST_FAULTS", 8);
  const node_home home{quick_settings("[services]\nrequest_deadline_ms = 2000\n")};
  node_process node{home};
  auto operator_client = signed_up(node.port(), "operator");
  running_load load{node.port()};
  REQUIRE(load.let_pass(5));

  for (const auto& service : services_of(operator_client)) {
    std::vector<milliseconds> times;
    load.set_failing(service);
    for (std::uint64_t i = 0; i < faults; ++i) {
      times.push_back(fail_once(operator_client, service));
      CHECK(load.let_pass(3));
    }
    load.set_failing({});
    CHECK(load.let_pass(3));
    WARN(service << ": up again after " << median(times) << " ms (median of " << faults << ")");
  }
  load.end();

  std::vector<failed_request> to_failing, to_others;
  for (const auto& each : load.failures())
    (each.to == each.during && each.clean ? to_failing : to_others).push_back(each);
  std::int64_t answered = 0;
  for (const auto& client : load.clients()) {
    answered += client->answered();
    for (const auto& loss : client->losses()) FAIL_CHECK(loss);
  }
  WARN(answered << " requests; refused by the service that was failing: " << to_failing.size()
                << "\n"
                << sum_up(to_failing));
  for (const auto& each : to_others)
    FAIL_CHECK(each.to << " while " << each.during << " was failing: " << each.what);
}
