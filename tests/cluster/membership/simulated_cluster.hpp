#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "cluster/membership/lease_keeper.hpp"
#include "tests/cluster/membership/memory_lease_server.hpp"

namespace smartfin::testing {

using std::chrono::milliseconds;

/// One node: its keeper, a clock that goes a little wrong, and a way to the server that may be bad.
struct simulated_node {
  std::string name;
  node_wishes wishes{};
  std::unique_ptr<lease_store> store{};
  std::unique_ptr<lease_keeper> keeper{};  // none: the process is dead
  directory_reading reading{};
  node_standing published{};  // what the process could know by now
  double rate = 1;
  bool is_cut_off = false;
  double losses = 0;  // of calls, 0 to 1
  milliseconds slowness{0};
  lease_time busy_until{};  // of the world
  lease_time step_at{};
  lease_time read_at{};
  std::int64_t read_revision = 0;
  int calls = 0;
};

/// Several nodes and their server in one thread, on a clock that only `run` moves: the same seed, the same history.
/// After every tick it checks what must never be.
class simulated_cluster {
public:
  static constexpr milliseconds tick{5};

  simulated_cluster(std::uint64_t seed, std::vector<std::string> names);

  void run(milliseconds time);
  /// Runs until `happened`; false when it has not after `at_most`.
  bool run_until(const std::function<bool()>& happened, milliseconds at_most);

  simulated_node& node(std::size_t index) { return *nodes_[index]; }
  std::size_t size() const { return nodes_.size(); }
  memory_lease_server& server() { return *server_; }
  std::mt19937_64& random() { return random_; }
  lease_time now() const { return now_; }

  void start(std::size_t index);
  void kill(std::size_t index);
  void pause(std::size_t index, milliseconds time);
  void want(std::size_t index, const std::string& job);
  void give_back(std::size_t index, const std::string& job);
  /// Nobody answers, or all do again.
  void set_outage(bool is_out) { is_out_ = is_out; }

  /// By the node's own clock.
  bool is_in(std::size_t index) const;
  std::optional<fencing_token> token(std::size_t index, const std::string& job) const;
  /// Who has a token for the job, by their own clocks.
  std::vector<std::size_t> holders(const std::string& job) const;

  /// What was wrong, in words; empty when nothing was.
  const std::string& fault() const { return fault_; }

private:
  struct newest_holding {
    std::int64_t token = 0;
    std::uint64_t wish = 0;
  };
  lease_time local(const simulated_node& node, lease_time at) const;
  lease_time world(const simulated_node& node, lease_time at) const;
  call_fate fate(simulated_node& node);
  void turn(simulated_node& node);
  void check();
  void check_job(const std::string& job);

  std::mt19937_64 random_;
  lease_time now_ = lease_time{} + std::chrono::hours{1};
  std::shared_ptr<memory_lease_server> server_;
  std::vector<std::unique_ptr<simulated_node>> nodes_;
  std::map<std::string, newest_holding> newest_{};
  std::uint64_t wishes_made_ = 0;
  int starts_ = 0;
  bool is_out_ = false;
  std::string fault_{};
};

}  // namespace smartfin::testing
