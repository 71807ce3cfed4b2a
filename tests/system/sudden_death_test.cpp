#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <random>
#include <thread>

#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/postgres_pair.hpp"
#include "tests/system/keyed_writer.hpp"

using namespace smartfin::test;
using namespace std::chrono_literals;

namespace {

/// What every change had to tell came to AUDIT once.
void expect_all_told(std::vector<keyed_writer>& writers) {
  for (auto& each : writers) {
    CHECK(eventually([&] { return each.audited() == each.changes(); }, 60s));
    CHECK(eventually([&] { return each.all_delivered(); }, 60s));
    CHECK(each.audited() == each.changes());
  }
}

}  // namespace

TEST_CASE("a node killed at any moment has every acknowledged write, exactly once") {
  const auto kills = chosen("SMARTFIN_TEST_KILLS", 12);
  const auto most_writes = chosen("SMARTFIN_TEST_WRITES_PER_KILL", 150);
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'260'314);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  const node_home home;
  node_process node{home};
  acknowledgement_count acknowledged;
  std::vector<keyed_writer> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back(node.port(), "writer" + std::to_string(i), acknowledged);

  for (std::uint64_t kill = 0; kill < kills; ++kill) {
    INFO("kill " << kill);
    std::vector<std::thread> threads;
    for (auto& each : writers) threads.emplace_back([&] { each.write_until_death(); });
    CHECK(acknowledged.wait_for_more(1 + random() % most_writes));
    node.kill();
    for (auto& each : threads) each.join();

    node.start();
    std::vector<std::string> hashes;
    for (auto& each : writers) {
      each.move_to(node.port());
      each.settle();
      for (const auto& fault : each.faults()) FAIL_CHECK(fault);
      hashes.push_back(each.hash());
      each.all_delivered();
    }
    CHECK(node.stop().status == 0);
    node.start();
    for (std::size_t i = 0; i < writers.size(); ++i) {
      writers[i].move_to(node.port());
      CHECK(writers[i].hash() == hashes[i]);
    }
  }

  expect_all_told(writers);
}

TEST_CASE(
    "a node that is killed, and whose database fails over, loses nothing and tells everything once (postgres)") {
  if (std::getenv("SMARTFIN_TEST_POSTGRES") == nullptr)
    SKIP("SMARTFIN_TEST_POSTGRES names no PostgreSQL");
  const auto failovers = chosen("SMARTFIN_TEST_FAILOVERS", 2);
  const auto kills_between = chosen("SMARTFIN_TEST_KILLS_BETWEEN", 2);
  const auto most_writes = chosen("SMARTFIN_TEST_WRITES_PER_KILL", 150);
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'260'314);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  postgres_pair servers;
  const node_home home{quick_settings(), servers.storage_section()};
  node_process node{home};
  acknowledgement_count acknowledged;
  std::vector<keyed_writer> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back(node.port(), "writer" + std::to_string(i), acknowledged);

  for (std::uint64_t round = 0; round < failovers * (kills_between + 1); ++round) {
    INFO("round " << round);
    std::vector<std::thread> threads;
    for (auto& each : writers) threads.emplace_back([&] { each.write_until_death(); });
    CHECK(acknowledged.wait_for_more(1 + random() % most_writes));
    if (round % (kills_between + 1) == 0) {
      servers.fail_over();
      CHECK(acknowledged.wait_for_more(1 + random() % most_writes));
    }
    node.kill();
    for (auto& each : threads) each.join();

    node.start();
    for (auto& each : writers) {
      each.move_to(node.port());
      each.settle();
      for (const auto& fault : each.faults()) FAIL_CHECK(fault);
      each.all_delivered();
    }
  }
  expect_all_told(writers);
}
