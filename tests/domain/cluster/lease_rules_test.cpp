#include "domain/cluster/lease_rules.hpp"

#include <catch2/catch_test_macros.hpp>

#include "domain/cluster/call_budget.hpp"
#include "domain/cluster/fence.hpp"

using namespace smartfin;
using namespace std::chrono_literals;

TEST_CASE("a node trusts its lease from when it asked, less the margin") {
  const lease_time sent{100s};
  CHECK(in_until(sent, {5s, 1s}) == lease_time{104s});
  CHECK(in_until(sent, {1s, 2s}) == sent);
}

TEST_CASE("a lease is kept alive several times within the time that is trusted") {
  CHECK(keep_interval({5s, 1s}) == 800ms);
  CHECK(keep_interval({1s, 1s}) == 10ms);
}

TEST_CASE("waiting after failures doubles up to a second, and half of it is chance") {
  CHECK(retry_delay(1, 1) == 50ms);
  CHECK(retry_delay(1, 0) == 25ms);
  CHECK(retry_delay(3, 1) == 200ms);
  CHECK(retry_delay(6, 1) == 1000ms);
  CHECK(retry_delay(1'000'000, 1) == 1000ms);
  CHECK(retry_delay(1'000'000, 0) == 500ms);
}

TEST_CASE("every node finds the same order for a job, and nobody waits longer than half a second") {
  const std::vector<std::string> nodes{"a", "b", "c"};
  for (const auto* job : {"relay", "scheduler"}) {
    std::vector<std::chrono::milliseconds> delays;
    for (const auto& node : nodes) delays.push_back(takeover_delay(job, node, nodes));
    std::ranges::sort(delays);
    CHECK(delays == std::vector<std::chrono::milliseconds>{0ms, 50ms, 100ms});
  }
  std::vector<std::string> many;
  for (int i = 0; i < 50; ++i) many.push_back("n" + std::to_string(i));
  for (const auto& node : many) CHECK(takeover_delay("relay", node, many) <= 500ms);
}

TEST_CASE("different jobs have different nodes first") {
  const std::vector<std::string> nodes{"n1", "n2", "n3"};
  std::map<std::string, int> first;
  for (int job = 0; job < 300; ++job)
    for (const auto& node : nodes)
      if (takeover_delay("job-" + std::to_string(job), node, nodes) == 0ms) ++first[node];
  for (const auto& node : nodes) CHECK(first[node] > 50);
}

TEST_CASE("names of nodes and jobs are short and plain") {
  CHECK(is_cluster_name("n1"));
  CHECK(is_cluster_name("relay.finance-2"));
  CHECK(is_cluster_name(std::string(63, 'a')));
  for (const auto* bad : {"", "-a", ".a", "A", "a/b", "a b", "\xc3\xa4", "a\n"})
    CHECK_FALSE(is_cluster_name(bad));
  CHECK_FALSE(is_cluster_name(std::string(64, 'a')));
}

TEST_CASE("a store takes no token older than the newest it took, and never none") {
  CHECK(is_accepted({5}, {}));
  CHECK(is_accepted({5}, {5}));
  CHECK(is_accepted({6}, {5}));
  CHECK_FALSE(is_accepted({4}, {5}));
  CHECK_FALSE(is_accepted({}, {}));
}

TEST_CASE("a budget lets a burst through and then so many a second") {
  call_budget budget{10, 3};
  lease_time now{1000s};
  CHECK(budget.spend(now) == now);
  CHECK(budget.spend(now) == now);
  CHECK(budget.spend(now) == now + 100ms);
  now += 100ms;
  CHECK(budget.spend(now) == now + 100ms);
  now += 10s;
  CHECK(budget.spend(now) == now);
}
