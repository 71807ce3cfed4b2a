#include "tests/system/cluster_load.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/support/household.hpp"
#include "tests/support/patience.hpp"

namespace smartfin::test {

using namespace std::chrono_literals;

roaming_writers::roaming_writers(const node_process& nodes, std::size_t count)
    : doors_(nodes.doors()) {
  for (std::size_t i = 0; i < count; ++i)
    writers_.emplace_back(doors_[i % doors_.size()], "roamer" + std::to_string(i), done_);
  for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this, i] { roam(i); });
}

void roaming_writers::stop() {
  stopped_ = true;
  for (auto& each : threads_)
    if (each.joinable()) each.join();
}

void roaming_writers::roam(std::size_t index) {
  auto& writer = writers_[index];
  for (auto at = index; !stopped_; writer.move_to(doors_[++at % doors_.size()])) {
    const auto outages = writer.outages().size();
    writer.write_while([&] { return !stopped_ && writer.outages().size() == outages; });
  }
}

bool all_have_doors(const node_home& home) {
  return std::ranges::all_of(home.layout().parts, [](const auto& each) {
    return each.services.find("gateway") != std::string::npos;
  });
}

bool is_whole(const node_process& nodes) {
  return eventually(
      [&] {
        for (const auto& door : nodes.doors()) {
          api_client client{door};
          const auto seen = expect_status(client.get("/api/v1/status"), 200).json();
          if (seen.at("nodes").as_array().size() != nodes.count()) return false;
          for (const auto& each : seen.at("nodes").as_array())
            if (each.at("state").as_string() != "up") return false;
        }
        return true;
      },
      60s);
}

void expect_service(const running_load& load, roaming_writers& writers, std::int64_t failures_max,
                    const instants& faults) {
  std::int64_t requests = 0, failed = 0, soon = 0;
  const auto is_soon = [&](auto sent) {
    return std::ranges::any_of(faults, [&](auto each) { return sent >= each && sent < each + 3s; });
  };
  for (const auto& client : load.clients()) requests += client->answered();
  for (auto& writer : writers.all()) {
    requests += writer.requests();
    for (const auto sent : writer.outages()) ++(is_soon(sent) ? soon : failed);
  }
  for (const auto& each : load.failures()) {
    ++(is_soon(each.sent) ? soon : failed);
    if (!is_soon(each.sent) && failed < 20) UNSCOPED_INFO(each.what);
  }
  WARN(requests << " requests; not served: " << soon << " within 3 s of a fault, " << failed
                << " at other times");
  CHECK(failed * 1000 <= failures_max * requests);
}

void expect_nothing_lost(roaming_writers& writers, const node_door& door) {
  for (auto& each : writers.all()) {
    each.move_to(door);
    each.settle();
    for (const auto& fault : each.faults()) FAIL_CHECK(fault);
    CHECK(eventually([&] { return each.audited() == each.changes(); }, 60s));
    CHECK(eventually([&] { return each.all_delivered(); }, 60s));
    CHECK(each.audited() == each.changes());
  }
}

}  // namespace smartfin::test
