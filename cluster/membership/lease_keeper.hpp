#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "cluster/membership/directory_reading.hpp"
#include "cluster/membership/lease_store.hpp"
#include "domain/cluster/call_budget.hpp"

namespace smartfin {

/// What a node wants at this moment.
struct node_wishes {
  member_record record;  ///< its name stays
  std::map<std::string, std::uint64_t>
      jobs{};  ///< to hold these; each wish has a number of its own
};

/// What a node has, as far as it can know.
struct node_standing {
  bool is_name_taken = false;
  lease_time in_until = lease_time::min();  ///< in the past: it is out
  std::map<std::uint64_t, fencing_token>
      held{};             ///< by the number of the wish; worth something while it is in
  std::string trouble{};  ///< why the last call failed; empty when it did not
};

/// How one node gets in, stays in and holds what it wants: everything but threads. Someone calls `step`; a call of the
/// store takes a second at most.
class lease_keeper {
public:
  struct surroundings {
    lease_store& store;
    lease_terms terms;
    std::function<lease_time()> clock;  ///< monotonic
    std::function<double()> chance;     ///< 0 to 1
  };
  explicit lease_keeper(surroundings around);

  /// Calls the store once at most, for what is most due. Returns when to be called again: earlier when the wishes or
  /// the reading have changed.
  lease_time step(const node_wishes& wishes, const directory_reading& seen);

  const node_standing& standing() const { return standing_; }

  /// Takes back all that was written, with one call. What fails, the end of the lease does.
  void leave();

  /// How long one call may take.
  static constexpr std::chrono::milliseconds call_time{1000};

private:
  struct held_job {
    std::uint64_t wish = 0;
    std::int64_t revision = 0;  // of its key's creation
  };

  bool settle(const node_wishes& wishes, const directory_reading& seen, lease_time now);
  void settle_held(const node_wishes& wishes, const directory_reading& seen);
  void settle_wishes(const node_wishes& wishes, const directory_reading& seen, lease_time now);
  bool act(const node_wishes& wishes, const directory_reading& seen, lease_time now);
  bool remove_one();
  bool claim_one(const node_wishes& wishes, const directory_reading& seen, lease_time now);
  void keep(lease_time now);
  void take_lease(lease_time now);
  void enter(const node_wishes& wishes, lease_time now);
  void renew_record(const std::string& text, const member_record& record);
  void lose();
  void succeeded(bool was_keeping, lease_time called_at);
  void failed(bool was_keeping, const etcd_failure& failure);
  void publish();
  lease_time until() const { return around_.clock() + call_time; }

  surroundings around_;
  lease_terms terms_;  // of this lease
  node_standing standing_{};
  call_budget budget_{20, 10};
  lease_time call_at_{};  // not before, but to keep the lease
  lease_time keep_at_{};
  lease_time wait_until_{};  // nothing becomes due by itself before then
  int failures_ = 0;
  int keep_failures_ = 0;

  std::int64_t lease_ = 0;      // 0: none
  std::int64_t abandoned_ = 0;  // a lease to be revoked
  lease_time in_until_{};
  std::int64_t registered_ = 0;  // the revision at which this node's key was created; 0: not in
  bool name_taken_ = false;
  lease_time enter_at_{};
  std::string written_{};      // of this node
  std::int64_t compared_ = 0;  // the reading that was compared with it
  std::map<std::string, held_job> held_{};
  std::map<std::string, std::int64_t> removals_{};  // keys of jobs to remove, by their creation
  std::map<std::string, std::int64_t> removed_{};
  std::map<std::string, std::int64_t> taken_{};  // another's key was found, created then
  std::map<std::string, lease_time> free_since_{};
};

}  // namespace smartfin
