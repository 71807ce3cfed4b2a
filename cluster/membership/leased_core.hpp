#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "cluster/membership/directory.hpp"
#include "cluster/membership/lease_keeper.hpp"

namespace smartfin {

/// What the parts of a leased directory share: three threads (one keeps the lease, one reads what has changed, one
/// tells), and whoever holds the directory or a claim.
class leased_core {
public:
  leased_core(member_record self, std::unique_ptr<lease_store> store, lease_terms terms,
              directory_listener listener);
  ~leased_core();
  leased_core(const leased_core&) = delete;
  leased_core& operator=(const leased_core&) = delete;

  void start();
  void stop();

  std::shared_ptr<const cluster_view> view() const;
  bool is_in() const;
  void change(const std::function<void(member_record&)>& how);

  /// Returns the wish's number.
  std::uint64_t wish(const std::string& job, directory::held_callback told);
  void give_back(std::uint64_t number);
  std::optional<fencing_token> token(std::uint64_t number) const;

private:
  struct told_wish {
    std::string job;
    directory::held_callback told;
    std::optional<fencing_token> last{};
  };
  using telling = std::function<void()>;

  void keep();
  void read();
  lease_time read_once(int& failures, call_budget& budget);
  void take(directory_reading reading);
  void tell();
  telling next_telling();
  telling next_of_wishes();
  standing own_standing() const;
  std::optional<fencing_token> held(std::uint64_t number) const;
  double chance() const;

  const lease_terms terms_;
  const std::unique_ptr<lease_store> store_;
  const directory_listener listener_;
  lease_keeper keeper_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable keeper_wakes_;
  std::condition_variable reader_wakes_;
  std::condition_variable teller_wakes_;
  std::condition_variable has_told_;
  bool stopping_ = false;
  bool wishes_changed_ = false;
  node_wishes wishes_;
  std::map<std::uint64_t, told_wish> told_wishes_{};
  std::uint64_t wishes_made_ = 0;
  std::shared_ptr<const directory_reading> seen_ = std::make_shared<directory_reading>();
  std::shared_ptr<const cluster_view> view_ = std::make_shared<cluster_view>();
  node_standing own_{};
  std::string reading_trouble_{};
  // What the listener knows.
  std::int64_t told_revision_ = 0;
  standing told_standing_ = standing::out;
  bool told_trouble_ = false;
  std::uint64_t telling_of_ = 0;  // a wish, just now
  std::thread::id teller_{};

  std::once_flag stop_once_;
  std::thread keeper_thread_;
  std::thread reader_thread_;
  std::thread teller_thread_;
};

}  // namespace smartfin
