#include <signal.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <random>
#include <thread>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"
#include "tests/system/fault_load.hpp"
#include "tests/system/keyed_writer.hpp"

using namespace smartfin::test;
using namespace std::chrono_literals;

namespace {

/// Writers that go on to the next node when theirs is gone or has an outage, until the object ends.
class roaming_writers {
public:
  roaming_writers(const node_process& nodes, std::size_t count) : nodes_(nodes) {
    for (std::size_t i = 0; i < count; ++i)
      writers_.emplace_back(nodes.door_of(i % nodes.count()), "roamer" + std::to_string(i), done_);
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

private:
  void roam(std::size_t index) {
    auto& writer = writers_[index];
    for (auto at = index; !stopped_; writer.move_to(nodes_.door_of(++at % nodes_.count()))) {
      const auto outages = writer.outages().size();
      writer.write_while([&] { return !stopped_ && writer.outages().size() == outages; });
    }
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
          api_client client{nodes.door_of(i)};
          const auto seen = expect_status(client.get("/api/v1/status"), 200).json();
          if (seen.at("nodes").as_array().size() != nodes.count()) return false;
          for (const auto& each : seen.at("nodes").as_array())
            if (each.at("state").as_string() != "up") return false;
        }
        return true;
      },
      60s);
}

/// The next node no longer knows this one.
bool is_gone(const node_process& nodes, std::size_t victim) {
  api_client client{nodes.door_of((victim + 1) % nodes.count())};
  return eventually(
      [&] {
        const auto seen = expect_status(client.get("/api/v1/status"), 200).json();
        return seen.at("nodes").as_array().size() < nodes.count();
      },
      60s);
}

using instant = std::chrono::steady_clock::time_point;

/// A node that is cut off reaches neither the others nor any server, and is not reached by them; a deaf one sends, and
/// hears nothing. Clients still come to its door, but not to that of an isolated one.
enum class node_fault { killed, paused, drained, cut_off, isolated, deaf };
constexpr const char* fault_names[] = {"killed",  "paused",   "drained",
                                       "cut off", "isolated", "deaf"};

/// Faults of one node at a time, and what its network lets through in the meantime.
class ill_fate {
public:
  ill_fate(const node_home& home, node_process& nodes) : home_(home), nodes_(nodes) {}

  std::size_t kinds() const { return home_.layout().parts[0].network_namespace.empty() ? 3 : 6; }
  void strike(std::size_t victim, node_fault what) {
    struck_.push_back(std::chrono::steady_clock::now());
    auto& program = nodes_.part(victim);
    if (what == node_fault::paused) return program.signal(SIGSTOP);
    if (what >= node_fault::cut_off) return cut(victim, what);
    program.signal(what == node_fault::killed ? SIGKILL : SIGTERM);
    const auto end = program.end();
    if (what == node_fault::drained) CHECK(end.status == 0);
  }
  void heal(std::size_t victim, node_fault what) {
    if (what == node_fault::paused) return nodes_.part(victim).signal(SIGCONT);
    if (what >= node_fault::cut_off) return filter(victim, "delete table inet cut");
    nodes_.start(victim);
  }
  bool was_within(std::chrono::seconds after, instant when) const {
    return std::ranges::any_of(struck_,
                               [&](auto each) { return when >= each && when < each + after; });
  }

private:
  void cut(std::size_t victim, node_fault what) {
    const auto port = std::to_string(nodes_.door_of(victim).port);
    const auto chain = [&](const std::string& hook, const std::string& loopback,
                           const std::string& door) {
      return "chain " + hook + " { type filter hook " + hook + " priority 0; policy drop; " +
             loopback + " lo accept; " +
             (what == node_fault::isolated ? "" : "tcp " + door + " " + port + " accept; ") + "}\n";
    };
    filter(victim, "table inet cut { " + chain("input", "iif", "dport") +
                       (what == node_fault::deaf ? "" : chain("output", "oif", "sport")) + "}");
  }
  void filter(std::size_t victim, const std::string& rules) {
    const auto name = home_.layout().parts[victim].network_namespace;
    REQUIRE(std::system(("ip netns exec " + name + " nft '" + rules + "'").c_str()) == 0);
  }

  const node_home& home_;
  node_process& nodes_;
  std::vector<instant> struck_;
};

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

/// At most so many of a thousand requests were not served, those shortly after a fault apart.
void expect_service(const ill_fate& fate, const running_load& load, roaming_writers& writers,
                    std::int64_t failures_max) {
  std::int64_t requests = 0, failed = 0, soon = 0;
  const auto count = [&](instant sent) { ++(fate.was_within(3s, sent) ? soon : failed); };
  for (const auto& client : load.clients()) requests += client->answered();
  for (auto& writer : writers.all()) {
    requests += writer.requests();
    for (const auto sent : writer.outages()) count(sent);
  }
  for (const auto& each : load.failures()) {
    count(each.sent);
    if (!fate.was_within(3s, each.sent) && failed < 20) UNSCOPED_INFO(each.what);
  }
  WARN(requests << " requests; not served: " << soon << " within 3 s of a fault, " << failed
                << " at other times");
  CHECK(failed * 1000 <= failures_max * requests);
}

}  // namespace

TEST_CASE(
    "nodes that fail, stop or are cut off under load lose no write and double none (cluster)") {
  const node_home home;
  if (home.layout().parts.size() < 3 || !all_have_doors(home))
    SKIP("SMARTFIN_TEST_NODES names no three nodes that run everything");
  const auto faults = chosen("SMARTFIN_TEST_NODE_FAULTS", 6);
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'261'123);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  node_process nodes{home};
  ill_fate fate{home, nodes};
  roaming_writers writers{nodes, 4};
  running_load load{nodes.doors()};
  for (std::uint64_t i = 0; i < faults; ++i) {
    const auto what = static_cast<node_fault>(i % fate.kinds());
    const auto victim = random() % nodes.count();
    INFO("fault " << i << ": node " << victim << " is " << fault_names[i % fate.kinds()]);
    CHECK(writers.go_on(1 + random() % 100));
    fate.strike(victim, what);
    CHECK(writers.go_on(40));
    // Now shorter and now longer than a node's lease.
    if (random() % 2 == 0) CHECK(is_gone(nodes, victim));
    fate.heal(victim, what);
    CHECK(is_whole(nodes, nodes.count()));
  }
  writers.stop();
  load.end();
  expect_service(fate, load, writers, 1);
  expect_nothing_lost(writers, nodes.door_of(0));
  for (const auto& client : load.clients())
    for (const auto& loss : client->losses()) FAIL_CHECK(loss);
  CHECK(nodes.stop().status == 0);
}

TEST_CASE("nodes that are replaced one after the other under load fail no request (cluster)") {
  const node_home home;
  if (home.layout().parts.size() < 2 || !all_have_doors(home))
    SKIP("SMARTFIN_TEST_NODES names no two nodes that run everything");
  node_process nodes{home};
  roaming_writers writers{nodes, 4};
  running_load load{nodes.doors()};
  for (std::size_t i = 0; i < nodes.count(); ++i) {
    CHECK(writers.go_on(100));
    nodes.part(i).signal(SIGTERM);
    CHECK(nodes.part(i).end().status == 0);
    nodes.start(i);
    CHECK(is_whole(nodes, nodes.count()));
  }
  writers.stop();
  load.end();
  expect_service(ill_fate{home, nodes}, load, writers, 0);
  expect_nothing_lost(writers, nodes.door_of(0));
}

TEST_CASE("every node tells of all, wherever their services work (cluster)") {
  const node_home home;
  if (!home.layout().is_cluster()) SKIP("SMARTFIN_TEST_NODES names no nodes");
  const node_process nodes{home};
  REQUIRE(is_whole(nodes, all_have_doors(home) ? nodes.count() : 1));
  api_client client{nodes.door_of(0)};
  const auto seen = expect_status(client.get("/api/v1/status"), 200).json();
  std::size_t finances = 0;
  for (const auto& each : seen.at("nodes").as_array())
    for (const auto& service : each.at("states").as_array())
      if (service.at("name").as_string() == "finance") ++finances;
  CHECK(finances > 0);
  CHECK(expect_status(client.get("/readyz"), 200).status == 200);
}
