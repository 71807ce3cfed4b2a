#include <catch2/catch_test_macros.hpp>

#include "tests/cluster/membership/simulated_cluster.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

std::string name_of(std::size_t index) { return std::string{"n"} + std::to_string(index + 1); }

simulated_cluster cluster_of(std::size_t nodes) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < nodes; ++i) names.push_back(name_of(i));
  return {1, std::move(names)};
}

bool all_are_in(const simulated_cluster& cluster) {
  for (std::size_t i = 0; i < cluster.size(); ++i)
    if (!cluster.is_in(i)) return false;
  return true;
}

/// Three nodes that all want "relay"; n1 has it.
struct relay_cluster {
  relay_cluster() {
    REQUIRE(cluster.run_until([&] { return all_are_in(cluster); }, 5s));
    cluster.want(0, "relay");
    REQUIRE(cluster.run_until([&] { return cluster.token(0, "relay").has_value(); }, 5s));
    cluster.want(1, "relay");
    cluster.want(2, "relay");
    cluster.run(2s);
    REQUIRE(cluster.holders("relay") == std::vector<std::size_t>{0});
    first = cluster.token(0, "relay")->value;
  }
  bool is_held_by_another() {
    return !cluster.holders("relay").empty() && !cluster.token(0, "relay");
  }
  std::int64_t token_now() { return cluster.token(cluster.holders("relay").at(0), "relay")->value; }

  simulated_cluster cluster = cluster_of(3);
  std::int64_t first = 0;
};

}  // namespace

TEST_CASE("nodes get in and read the same directory") {
  auto cluster = cluster_of(3);
  REQUIRE(cluster.run_until([&] { return all_are_in(cluster); }, 5s));
  cluster.run(1s);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& members = cluster.node(i).reading.view.members;
    REQUIRE(members.size() == 3);
    CHECK(members[0].record.name == "n1");
    CHECK(members[2].record.name == "n3");
  }
  CHECK(cluster.fault().empty());
}

TEST_CASE("what a node says of itself is renewed without leaving") {
  auto cluster = cluster_of(2);
  REQUIRE(cluster.run_until([&] { return all_are_in(cluster); }, 5s));
  cluster.node(0).wishes.record.draining = true;
  const bool is_seen = cluster.run_until(
      [&] {
        const auto& members = cluster.node(1).reading.view.members;
        return !members.empty() && members[0].record.draining && cluster.is_in(0);
      },
      5s);
  CHECK(is_seen);
}

TEST_CASE("a job that is given back is taken over at once, with a greater token") {
  relay_cluster relay;
  relay.cluster.give_back(0, "relay");
  REQUIRE(relay.cluster.run_until([&] { return relay.is_held_by_another(); }, 2s));
  CHECK(relay.token_now() > relay.first);
  CHECK(relay.cluster.fault().empty());
}

TEST_CASE("a job that is given back and wanted again by the same node gets a new token") {
  auto cluster = cluster_of(1);
  cluster.want(0, "relay");
  REQUIRE(cluster.run_until([&] { return cluster.token(0, "relay").has_value(); }, 5s));
  const auto first = cluster.token(0, "relay")->value;
  cluster.give_back(0, "relay");
  cluster.want(0, "relay");
  REQUIRE(cluster.run_until([&] { return cluster.token(0, "relay").has_value(); }, 5s));
  CHECK(cluster.token(0, "relay")->value > first);
  CHECK(cluster.fault().empty());
}

TEST_CASE("a dead node's job is taken over after its lease has ended, not before") {
  relay_cluster relay;
  relay.cluster.kill(0);
  relay.cluster.run(3s);  // it was kept alive at most a second ago
  CHECK(relay.cluster.holders("relay").empty());
  REQUIRE(relay.cluster.run_until([&] { return relay.is_held_by_another(); }, 5s));
  CHECK(relay.token_now() > relay.first);
}

TEST_CASE("a node that is cut off is out before another takes its job, and comes back by itself") {
  relay_cluster relay;
  relay.cluster.node(0).is_cut_off = true;
  REQUIRE(relay.cluster.run_until([&] { return !relay.cluster.is_in(0); }, 6s));
  CHECK(relay.cluster.holders("relay").empty());
  REQUIRE(relay.cluster.run_until([&] { return relay.is_held_by_another(); }, 6s));
  relay.cluster.node(0).is_cut_off = false;
  CHECK(relay.cluster.run_until([&] { return relay.cluster.is_in(0); }, 5s));
  CHECK(relay.cluster.holders("relay").size() == 1);
  CHECK(relay.cluster.fault().empty());
}

TEST_CASE("a paused node holds nothing when it wakes after its lease") {
  relay_cluster relay;
  relay.cluster.pause(0, 12s);
  REQUIRE(relay.cluster.run_until([&] { return relay.is_held_by_another(); }, 11s));
  CHECK(relay.cluster.run_until([&] { return relay.cluster.is_in(0); }, 12s));
  CHECK_FALSE(relay.cluster.token(0, "relay"));
  CHECK(relay.cluster.fault().empty());
}

TEST_CASE("without a quorum for longer than the lease all are out, and in again afterwards") {
  relay_cluster relay;
  relay.cluster.set_outage(true);
  relay.cluster.run(10s);
  for (std::size_t i = 0; i < 3; ++i) CHECK_FALSE(relay.cluster.is_in(i));
  CHECK(relay.cluster.holders("relay").empty());
  relay.cluster.set_outage(false);
  REQUIRE(relay.cluster.run_until(
      [&] { return all_are_in(relay.cluster) && !relay.cluster.holders("relay").empty(); }, 10s));
  CHECK(relay.token_now() > relay.first);
  CHECK(relay.cluster.fault().empty());
}

TEST_CASE("an outage shorter than the trusted time changes nothing") {
  relay_cluster relay;
  relay.cluster.set_outage(true);
  relay.cluster.run(1500ms);
  relay.cluster.set_outage(false);
  relay.cluster.run(5s);
  CHECK(all_are_in(relay.cluster));
  CHECK(relay.token_now() == relay.first);
}

TEST_CASE(
    "a lease that its server renewed while nobody could be heard is used again with its token") {
  relay_cluster relay;
  relay.cluster.set_outage(true);
  for (int i = 0; i < 4; ++i) {
    relay.cluster.run(2s);
    relay.cluster.server().renew_all();
  }
  CHECK_FALSE(relay.cluster.is_in(0));
  relay.cluster.set_outage(false);
  REQUIRE(relay.cluster.run_until([&] { return relay.cluster.token(0, "relay").has_value(); }, 5s));
  CHECK(relay.token_now() == relay.first);
}

TEST_CASE("a second node of one name is out until the first one's lease ends") {
  simulated_cluster cluster{1, {"n1", "n1"}};
  cluster.run(3s);
  const std::size_t first = cluster.is_in(0) ? 0 : 1;
  const auto second = 1 - first;
  REQUIRE(cluster.is_in(first));
  CHECK(cluster.node(second).published.is_name_taken);
  cluster.want(second, "relay");
  cluster.run(8s);
  CHECK(cluster.node(second).published.is_name_taken);
  CHECK(cluster.holders("relay").empty());
  cluster.kill(first);
  CHECK(cluster.run_until([&] { return cluster.token(second, "relay").has_value(); }, 10s));
}

TEST_CASE("a node whose key was removed by hand gets in again under a new lease") {
  relay_cluster relay;
  relay.cluster.server().remove_by_hand("node/n1");
  REQUIRE(relay.cluster.run_until([&] { return !relay.cluster.is_in(0); }, 2s));
  CHECK(relay.cluster.run_until([&] { return all_are_in(relay.cluster); }, 5s));
  REQUIRE(relay.cluster.run_until([&] { return !relay.cluster.holders("relay").empty(); }, 5s));
  CHECK(relay.token_now() > relay.first);
}

TEST_CASE("a job whose key was removed by hand is lost, and had again with a greater token") {
  relay_cluster relay;
  relay.cluster.server().remove_by_hand("job/relay");
  relay.cluster.run(2s);
  REQUIRE(relay.cluster.holders("relay").size() == 1);
  CHECK(relay.token_now() > relay.first);
  CHECK(all_are_in(relay.cluster));
}

TEST_CASE("a server that has forgotten everything is told again who is there") {
  auto cluster = cluster_of(3);
  REQUIRE(cluster.run_until([&] { return all_are_in(cluster); }, 5s));
  cluster.run(30s);
  cluster.server().forget();
  REQUIRE(cluster.run_until([&] { return cluster.server().entries().entries.size() == 3; }, 5s));
  CHECK(cluster.run_until([&] { return all_are_in(cluster); }, 5s));
}

TEST_CASE("during an outage a node asks a few times a second at most") {
  auto cluster = cluster_of(1);
  REQUIRE(cluster.run_until([&] { return cluster.is_in(0); }, 5s));
  cluster.set_outage(true);
  const auto before = cluster.node(0).calls;
  cluster.run(20s);
  CHECK(cluster.node(0).calls - before <= 40);
  CHECK(cluster.node(0).calls - before >= 5);
  CHECK_FALSE(cluster.node(0).published.trouble.empty());
}

TEST_CASE("several jobs are shared out among the nodes that want them") {
  auto cluster = cluster_of(3);
  REQUIRE(cluster.run_until([&] { return all_are_in(cluster); }, 5s));
  cluster.run(1s);
  for (int job = 0; job < 12; ++job)
    for (std::size_t i = 0; i < 3; ++i) cluster.want(i, "job-" + std::to_string(job));
  cluster.run(5s);
  std::array<int, 3> held{};
  for (int job = 0; job < 12; ++job) {
    const auto found = cluster.holders("job-" + std::to_string(job));
    REQUIRE(found.size() == 1);
    ++held.at(found[0]);
  }
  for (const auto each : held) CHECK(each >= 1);
  CHECK(cluster.fault().empty());
}
