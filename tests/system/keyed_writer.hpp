#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/api_client.hpp"

namespace smartfin::test {

/// Counts acknowledgements, so that a death can be timed by them instead of by a clock.
class acknowledgement_count {
public:
  void add();
  /// False when they do not come within a minute.
  bool wait_for_more(std::uint64_t more);

private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::uint64_t count_ = 0;
};

/// Records transactions and corrects some, each write under a key of its own. What was not acknowledged it sends again,
/// with the same key, also to the next node. Answers that tell of an outage, and answers that do not come, it notes.
class keyed_writer {
public:
  keyed_writer(const node_door& door, const std::string& name, acknowledgement_count& acknowledged);

  /// Until the node is gone; outages of its database are sat out.
  void write_until_death();
  /// The same, while `goes_on` says so. False: the node is gone.
  bool write_while(const std::function<bool()>& goes_on);
  /// When requests were sent that were not served.
  const std::vector<std::chrono::steady_clock::time_point>& outages() const { return outages_; }
  std::int64_t requests() const { return requests_; }
  void move_to(const node_door& door) { client_.move_to(door); }
  /// Sends again what had no answer. Throws when there is none again.
  void settle();

  /// What is wrong with the ledger; one sentence each.
  std::vector<std::string> faults();
  std::string hash();
  /// Changes of the ledger that were acknowledged, its account included.
  std::int64_t changes() const { return writes_ + 1; }
  /// Those that the audit log tells of.
  std::int64_t audited();
  /// True when every event has had its effect. Throws as soon as the auditor misses one.
  bool all_delivered();

private:
  struct known_entry {
    std::int64_t id = 0;
    std::string amount, etag;
  };
  enum class outcome { acknowledged, outage, node_is_gone };

  outcome write_next();
  api_request next_request();

  api_client client_;
  std::int64_t account_;
  acknowledgement_count& acknowledged_;
  std::int64_t writes_ = 0;
  std::int64_t requests_ = 0;
  std::vector<std::chrono::steady_clock::time_point> outages_;
  std::optional<api_request> pending_;
  std::map<std::string, known_entry> entries_;
};

}  // namespace smartfin::test
