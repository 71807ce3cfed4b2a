#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cluster/membership/lease_store.hpp"

namespace smartfin::testing {

/// What etcd would be to several nodes of one process, on a clock of the test's. Thread-safe.
class memory_lease_server {
public:
  using clock = std::function<lease_time()>;
  explicit memory_lease_server(clock now, std::chrono::milliseconds lease_time_given)
      : now_(std::move(now)), lease_length_(lease_time_given) {}

  etcd_lease grant();
  bool keep_alive(std::int64_t lease);
  void revoke(std::int64_t lease);
  etcd_entry create(const etcd_entry& entry);
  bool replace(const etcd_entry& entry);
  void remove(const std::string& key, std::int64_t create_revision);
  etcd_entries entries();
  /// Until the store is no longer at `revision`, or `until`, or `is_over`, which `wake` makes it ask.
  void wait(std::int64_t revision, lease_time until, const std::function<bool()>& is_over);
  void wake() { changed_.notify_all(); }

  /// Removes a key as an operator would.
  void remove_by_hand(const std::string& key);
  /// All leases run anew, as after the election of a leader.
  void renew_all();
  /// Everything is forgotten, the revisions too.
  void forget();
  /// Runs `work` when `at` has come: a request that was under way for long.
  void later(lease_time at, std::function<void()> work);
  void expire();

private:
  void expire_locked();
  void end(std::int64_t lease);

  std::recursive_mutex mutex_;
  std::condition_variable_any changed_;
  clock now_;
  std::chrono::milliseconds lease_length_;
  std::int64_t revision_ = 1;
  std::int64_t leases_made_ = 0;
  std::map<std::int64_t, lease_time> leases_{};
  std::map<std::string, etcd_entry> entries_{};
  std::vector<std::pair<lease_time, std::function<void()>>> later_{};
};

/// What becomes of one call.
enum class call_fate { passes, request_lost, answer_lost, request_late };

/// The way from one node to the server; `fate` is asked before each call, and may take its time until the given one.
struct line_to_server {
  std::function<call_fate(lease_time)> fate = [](lease_time) { return call_fate::passes; };
};

std::unique_ptr<lease_store> make_memory_lease_store(std::shared_ptr<memory_lease_server> server,
                                                     std::shared_ptr<line_to_server> line);

}  // namespace smartfin::testing
