#pragma once

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <chrono>

namespace smartfin::testing {

/// An actor system on one thread whose clock stands still until the test moves it.
class virtual_system {
public:
  virtual_system() : system_(config_) {}
  ~virtual_system() { drain(); }

  caf::actor_system& actors() { return system_; }

  /// Runs everything that can run without time passing.
  void drain() {
    while (coordinator().run() > 0) {
    }
  }

  /// Lets time pass in steps of a millisecond, so that timers set on the way are due on time.
  void pass(std::chrono::milliseconds time) {
    drain();
    for (; time.count() > 0; --time) {
      coordinator().advance_time(std::chrono::milliseconds{1});
      drain();
    }
  }

private:
  struct configuration : caf::actor_system_config {
    configuration() { set("scheduler.policy", caf::atom("testing")); }
  };

  caf::scheduler::test_coordinator& coordinator() {
    return dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler());
  }

  configuration config_;
  caf::actor_system system_;
};

}  // namespace smartfin::testing
