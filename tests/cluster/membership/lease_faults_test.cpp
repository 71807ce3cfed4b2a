#include <catch2/catch_test_macros.hpp>

#include "domain/cluster/fence.hpp"
#include "tests/cluster/membership/simulated_cluster.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

/// A database that keeps the greatest token it took for each job.
struct fenced_database {
  std::map<std::string, fencing_token> last{};
  std::int64_t taken = 0;
  std::int64_t refused = 0;

  void write(const std::string& job, fencing_token token) {
    auto& newest = last[job];
    if (!is_accepted(token, newest)) {
      ++refused;
      return;
    }
    ++taken;
    newest = token;
  }
};

/// A process that was stopped between asking for its token and writing.
struct late_write {
  lease_time at;
  std::string job;
  fencing_token token;
};

const std::array<std::string, 3> jobs{"relay", "scheduler", "sweeper"};

/// One random history of four nodes.
class history {
public:
  explicit history(std::uint64_t seed) : cluster{seed, {"n1", "n2", "n3", "n4"}} {
    for (std::size_t i = 0; i < cluster.size(); ++i)
      for (const auto& job : jobs) cluster.want(i, job);
  }

  void suffer(milliseconds time) {
    for (const auto end = cluster.now() + time; cluster.now() < end && cluster.fault().empty();) {
      one_fault();
      for (int i = 0; i < 20; ++i) {
        cluster.run(milliseconds{50});
        work();
      }
    }
  }

  bool heals() {
    cluster.set_outage(false);
    for (std::size_t i = 0; i < cluster.size(); ++i) {
      auto& node = cluster.node(i);
      node.is_cut_off = false;
      node.losses = 0;
      node.slowness = 0ms;
      if (!node.keeper) cluster.start(i);
      for (const auto& job : jobs) cluster.want(i, job);
    }
    return cluster.run_until([this] { return is_whole(); }, 40s);
  }

  simulated_cluster cluster;
  fenced_database database{};

private:
  std::size_t any(std::size_t below) { return cluster.random()() % below; }

  void one_fault() {
    const auto index = any(cluster.size());
    auto& node = cluster.node(index);
    switch (any(11)) {
      case 0:
        cluster.set_outage(any(3) == 0);
        break;
      case 1:
        node.is_cut_off = !node.is_cut_off;
        break;
      case 2:
        node.losses = any(2) == 0 ? 0 : 0.4;
        break;
      case 3:
        node.slowness = any(2) == 0 ? 0ms : 900ms;
        break;
      case 4:
        cluster.pause(index, milliseconds{any(9000)});
        break;
      case 5:
        if (node.keeper) cluster.kill(index);
        break;
      case 6:
      case 7:
        if (!node.keeper) cluster.start(index);
        cluster.want(index, jobs.at(any(3)));
        break;
      case 8:
        cluster.give_back(index, jobs.at(any(3)));
        break;
      case 9:
        node.wishes.record.draining = !node.wishes.record.draining;
        break;
      default:
        cluster.server().renew_all();
    }
  }

  void work() {
    for (std::size_t i = 0; i < cluster.size(); ++i)
      for (const auto& job : jobs)
        if (const auto token = cluster.token(i, job)) {
          if (any(10) == 0)
            late.push_back({cluster.now() + milliseconds{any(15'000)}, job, *token});
          else
            database.write(job, *token);
        }
    std::erase_if(late, [this](const late_write& each) {
      if (each.at > cluster.now()) return false;
      database.write(each.job, each.token);
      return true;
    });
  }

  /// Whether everybody is in and sees of everybody what that one says now.
  bool is_whole() {
    for (std::size_t i = 0; i < cluster.size(); ++i) {
      const auto& seen = cluster.node(i).reading.view.members;
      if (!cluster.is_in(i) || seen.size() != cluster.size()) return false;
      for (std::size_t other = 0; other < cluster.size(); ++other)
        if (seen[other].record != cluster.node(other).wishes.record) return false;
    }
    return std::ranges::all_of(jobs,
                               [this](auto& job) { return cluster.holders(job).size() == 1; });
  }

  std::vector<late_write> late{};
};

}  // namespace

TEST_CASE("no random faults make two nodes hold one job, and the cluster heals") {
  const auto seed = test::chosen("SMARTFIN_TEST_SEED", 20'000);
  const auto runs = test::chosen("SMARTFIN_TEST_MEMBERSHIP_RUNS", 40);
  std::int64_t taken = 0;
  std::int64_t refused = 0;
  for (std::uint64_t i = 0; i < runs; ++i) {
    INFO("SMARTFIN_TEST_SEED=" << seed + i << " SMARTFIN_TEST_MEMBERSHIP_RUNS=1");
    history one{seed + i};
    one.suffer(120s);
    CHECK(one.cluster.fault() == "");
    CHECK(one.heals());
    CHECK(one.cluster.fault() == "");
    taken += one.database.taken;
    refused += one.database.refused;
  }
  CHECK(taken > 0);
  if (runs >= 40) CHECK(refused > 0);  // what the fence is for did happen
}
