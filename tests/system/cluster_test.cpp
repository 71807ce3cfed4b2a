#include <signal.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <random>

#include "tests/support/household.hpp"
#include "tests/support/patience.hpp"
#include "tests/system/cluster_load.hpp"

using namespace smartfin::test;
using namespace std::chrono_literals;

namespace {

/// The etcd of tests/support/with-etcd.
namespace directory {

std::string folder() { return std::getenv("SMARTFIN_TEST_ETCD_FOLDER"); }

bool is_of_three() {
  int members = 0;
  return std::ifstream{folder() + "/members"} >> members && members == 3;
}

void run(const std::string& command, int member) {
  const auto line = "ops/dev/etcd " + command + " " + folder() + " " + std::to_string(member);
  REQUIRE(std::system(line.c_str()) == 0);
}

/// The one that was elected last.
int leader() {
  int found = 1, newest = 0;
  for (int member = 1; member <= 3; ++member) {
    std::ifstream log{folder() + "/log" + std::to_string(member)};
    const std::string sign = "became leader at term ";
    for (std::string line; std::getline(log, line);)
      if (const auto at = line.find(sign); at != line.npos)
        if (const auto term = std::atoi(line.c_str() + at + sign.size()); term > newest) {
          newest = term;
          found = member;
        }
  }
  return found;
}

}  // namespace directory

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
  const instants& struck() const { return struck_; }

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
  instants struck_;
};

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
    CHECK(is_whole(nodes));
  }
  writers.stop();
  load.end();
  expect_service(load, writers, 1, fate.struck());
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
    CHECK(is_whole(nodes));
  }
  writers.stop();
  load.end();
  expect_service(load, writers, 0);
  expect_nothing_lost(writers, nodes.door_of(0));
}

TEST_CASE(
    "requests go on while the directory has no leader and no quorum, and it heals (cluster)") {
  const node_home home;
  if (!home.layout().is_cluster()) SKIP("SMARTFIN_TEST_NODES names no nodes");
  if (!directory::is_of_three()) SKIP("tests/support/with-etcd was not told MEMBERS=3");
  const std::chrono::seconds outage{chosen("SMARTFIN_TEST_OUTAGE_SECONDS", 8)};
  node_process nodes{home};
  roaming_writers writers{nodes, 4};
  running_load load{nodes.doors()};
  for (const auto& members : {std::vector{directory::leader()}, std::vector{1, 2}}) {
    CHECK(writers.go_on(100));
    for (const auto each : members) directory::run("kill", each);
    // Longer than a lease.
    const auto end = std::chrono::steady_clock::now() + outage;
    while (std::chrono::steady_clock::now() < end) CHECK(writers.go_on(50));
    for (const auto each : members) directory::run("start-member", each);
    CHECK(is_whole(nodes));
  }
  writers.stop();
  load.end();
  expect_service(load, writers, 0);
  expect_nothing_lost(writers, nodes.door_of(0));
  CHECK(nodes.stop().status == 0);
}

TEST_CASE("every node tells of all, wherever their services work (cluster)") {
  const node_home home;
  if (!home.layout().is_cluster()) SKIP("SMARTFIN_TEST_NODES names no nodes");
  const node_process nodes{home};
  REQUIRE(is_whole(nodes));
  api_client client{nodes.door_of(0)};
  const auto seen = expect_status(client.get("/api/v1/status"), 200).json();
  std::size_t finances = 0;
  for (const auto& each : seen.at("nodes").as_array())
    for (const auto& service : each.at("states").as_array())
      if (service.at("name").as_string() == "finance") ++finances;
  CHECK(finances > 0);
  CHECK(expect_status(client.get("/readyz"), 200).status == 200);
}
