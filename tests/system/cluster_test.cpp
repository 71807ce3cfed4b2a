#include <signal.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <thread>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"
#include "tests/system/keyed_writer.hpp"

using namespace smartfin::test;
using namespace std::chrono_literals;

namespace {

/// Writers that go on to the next node when theirs is gone, until the object ends.
class roaming_writers {
public:
  roaming_writers(const node_process& nodes, std::size_t count) : nodes_(nodes) {
    for (std::size_t i = 0; i < count; ++i)
      writers_.emplace_back(nodes.port_of(i % nodes.count()), "writer" + std::to_string(i), done_);
    for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this, i] { roam(i); });
  }
  ~roaming_writers() { stop(); }

  void stop() {
    stopped_ = true;
    for (auto& each : threads_)
      if (each.joinable()) each.join();
  }
  bool go_on(std::uint64_t more) { return done_.wait_for_more(more); }
  std::vector<keyed_writer>& all() { return writers_; }
  std::int64_t outages() const {
    std::int64_t sum = 0;
    for (const auto& each : writers_) sum += each.outages();
    return sum;
  }

private:
  void roam(std::size_t index) {
    auto at = index;
    while (!writers_[index].write_while([this] { return !stopped_; }))
      writers_[index].move_to(nodes_.port_of(++at % nodes_.count()));
  }

  const node_process& nodes_;
  acknowledgement_count done_;
  std::vector<keyed_writer> writers_;
  std::atomic<bool> stopped_ = false;
  std::vector<std::thread> threads_;
};

/// Whether every node has a door for clients.
bool all_have_doors(const node_home& home) {
  return std::ranges::all_of(home.layout().parts, [](const auto& each) {
    return each.services.find("gateway") != std::string::npos;
  });
}

/// The first `doors` nodes see every node as up.
bool is_whole(const node_process& nodes, std::size_t doors) {
  return eventually(
      [&] {
        for (std::size_t i = 0; i < doors; ++i) {
          api_client client{nodes.port_of(i)};
          const auto seen = expect_status(client.get("/api/v1/status"), 200).json();
          if (seen.at("nodes").as_array().size() != nodes.count()) return false;
          for (const auto& each : seen.at("nodes").as_array())
            if (each.at("state").as_string() != "up") return false;
        }
        return true;
      },
      60s);
}

enum class node_fault { killed, paused, drained };
constexpr const char* fault_names[] = {"killed", "paused", "drained"};

/// The fault, for as long as the others take for some writes, and its end.
void suffer(node_process& nodes, std::size_t victim, node_fault what, roaming_writers& writers) {
  auto& program = nodes.part(victim);
  program.signal(what == node_fault::killed   ? SIGKILL
                 : what == node_fault::paused ? SIGSTOP
                                              : SIGTERM);
  if (what == node_fault::paused) {
    CHECK(writers.go_on(40));
    program.signal(SIGCONT);
    return;
  }
  const auto end = program.end();
  if (what == node_fault::drained) CHECK(end.status == 0);
  CHECK(writers.go_on(40));
  nodes.start(victim);
}

void expect_nothing_lost(roaming_writers& writers, int port) {
  for (auto& each : writers.all()) {
    each.move_to(port);
    each.settle();
    for (const auto& fault : each.faults()) FAIL_CHECK(fault);
    CHECK(eventually([&] { return each.audited() == each.changes(); }, 60s));
    CHECK(eventually([&] { return each.all_delivered(); }, 60s));
    CHECK(each.audited() == each.changes());
  }
}

}  // namespace

TEST_CASE(
    "nodes that are killed, paused or drained under load lose no write and double none (cluster)") {
  const node_home home;
  if (home.layout().parts.size() < 3 || !all_have_doors(home))
    SKIP("SMARTFIN_TEST_NODES names no three nodes that run everything");
  const auto faults = chosen("SMARTFIN_TEST_NODE_FAULTS", 6);
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'261'123);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  node_process nodes{home};
  roaming_writers writers{nodes, 6};
  for (std::uint64_t i = 0; i < faults; ++i) {
    const auto what = static_cast<node_fault>(i % 3);
    const auto victim = random() % nodes.count();
    INFO("fault " << i << ": node " << victim << " is " << fault_names[i % 3]);
    CHECK(writers.go_on(1 + random() % 100));
    const auto before = writers.outages();
    suffer(nodes, victim, what, writers);
    CHECK(is_whole(nodes, nodes.count()));
    WARN("node " << victim << " " << fault_names[i % 3] << ": " << writers.outages() - before
                 << " answers of an outage");
  }
  writers.stop();
  expect_nothing_lost(writers, nodes.port());
  CHECK(nodes.stop().status == 0);
}

TEST_CASE("every node tells of all, wherever their services work (cluster)") {
  const node_home home;
  if (!home.layout().is_cluster()) SKIP("SMARTFIN_TEST_NODES names no nodes");
  const node_process nodes{home};
  REQUIRE(is_whole(nodes, all_have_doors(home) ? nodes.count() : 1));
  api_client client{nodes.port()};
  const auto seen = expect_status(client.get("/api/v1/status"), 200).json();
  std::size_t finances = 0;
  for (const auto& each : seen.at("nodes").as_array())
    for (const auto& service : each.at("states").as_array())
      if (service.at("name").as_string() == "finance") ++finances;
  CHECK(finances > 0);
  CHECK(expect_status(client.get("/readyz"), 200).status == 200);
}
