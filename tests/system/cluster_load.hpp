#pragma once

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "tests/support/node_process.hpp"
#include "tests/system/fault_load.hpp"
#include "tests/system/keyed_writer.hpp"

namespace smartfin::test {

/// Writers that go on to the next door when theirs is closed or has an outage, until the object ends.
class roaming_writers {
public:
  roaming_writers(const node_process& nodes, std::size_t count);
  ~roaming_writers() { stop(); }

  void stop();
  bool go_on(std::uint64_t more) { return done_.wait_for_more(more); }
  std::vector<keyed_writer>& all() { return writers_; }

private:
  void roam(std::size_t index);

  const std::vector<node_door> doors_;
  acknowledgement_count done_;
  std::vector<keyed_writer> writers_;
  std::atomic<bool> stopped_ = false;
  std::vector<std::thread> threads_;
};

/// Whether every node has a door for clients.
bool all_have_doors(const node_home& home);
/// Every node that has a door sees every node as up; waits for it.
bool is_whole(const node_process& nodes);

using instants = std::vector<std::chrono::steady_clock::time_point>;

/// At most so many of a thousand requests were not served, those apart that were sent within 3 s of a fault.
void expect_service(const running_load& load, roaming_writers& writers, std::int64_t failures_max,
                    const instants& faults = {});
/// Checks at that door what the writers wrote, that AUDIT tells of each change once, and that no event is lost.
void expect_nothing_lost(roaming_writers& writers, const node_door& door);

}  // namespace smartfin::test
