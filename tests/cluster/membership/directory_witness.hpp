#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cluster/membership/directory.hpp"

namespace smartfin::testing {

/// Remembers what a directory told, and lets a test wait for it. Outlives the directory.
class directory_witness {
public:
  directory_listener listener() {
    return {[this](auto view) { note([&] { views_.push_back(std::move(view)); }); },
            [this](standing own) { note([&] { standings_.push_back(own); }); },
            [this](const std::string& why) { note([&] { troubles_.push_back(why); }); }};
  }
  directory::held_callback held() {
    return [this](auto token) { note([&] { tokens_.push_back(token); }); };
  }

  /// Whether `happened(*this)` within a minute; it is asked after each thing that was told.
  template <class Condition>
  bool sees(Condition happened) {
    std::unique_lock hold{mutex_};
    return told_.wait_for(hold, std::chrono::minutes{1}, [&] { return happened(*this); });
  }
  bool sees_standing(standing own) {
    return sees([&](auto& w) { return !w.standings_.empty() && w.standings_.back() == own; });
  }
  bool sees_token() {
    return sees([](auto& w) { return !w.tokens_.empty() && w.tokens_.back(); });
  }
  bool sees_members(std::size_t count) {
    return sees(
        [&](auto& w) { return !w.views_.empty() && w.views_.back()->members.size() == count; });
  }

  std::vector<std::shared_ptr<const cluster_view>> views() { return copy(views_); }
  std::vector<standing> standings() { return copy(standings_); }
  std::vector<std::optional<fencing_token>> tokens() { return copy(tokens_); }

  // For conditions of `sees`.
  std::vector<std::shared_ptr<const cluster_view>> views_{};
  std::vector<standing> standings_{};
  std::vector<std::optional<fencing_token>> tokens_{};
  std::vector<std::string> troubles_{};

private:
  template <class Note>
  void note(Note write) {
    {
      const std::lock_guard hold{mutex_};
      write();
    }
    told_.notify_all();
  }
  template <class List>
  List copy(const List& list) {
    const std::lock_guard hold{mutex_};
    return list;
  }

  std::mutex mutex_;
  std::condition_variable told_;
};

}  // namespace smartfin::testing
