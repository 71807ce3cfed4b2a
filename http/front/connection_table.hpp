#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/front/connection.hpp"

namespace smartfin::http {

/// The front's connections under keys that are never used twice, so that a late event for a closed
/// one finds nothing, and the times at which to look at them again. For one thread.
class connection_table {
public:
  using clock = connection::clock;

  /// Sets the connection's key.
  void insert(connection_ptr added);
  /// Null when it has been removed.
  const connection_ptr* find(std::uint64_t key) const;
  void remove(connection& gone);

  std::size_t size() const { return size_; }
  std::size_t count_from(const std::string& address) const;

  /// Has `take_due` yield the connection at `at` or earlier. Costs nothing while an earlier time is
  /// set.
  void set_alarm(connection& of, clock::time_point at);
  /// The next connection whose alarm is due, which is then unset; null when none is.
  connection_ptr take_due(clock::time_point now);
  /// When the next alarm is due.
  std::optional<clock::time_point> next_alarm() const;

  /// All of them, for a round in which they may be removed.
  std::vector<connection_ptr> all() const;

private:
  struct slot {
    connection_ptr held;
    std::uint32_t generation = 0;
  };
  struct alarm {
    clock::time_point at;
    std::uint64_t key;
    bool operator<(const alarm& other) const { return at > other.at; }  // the earliest on top
  };

  std::vector<slot> slots_;
  std::vector<std::uint32_t> free_;
  std::size_t size_ = 0;
  std::priority_queue<alarm> alarms_;
  std::unordered_map<std::string, std::size_t> per_address_;
};

}  // namespace smartfin::http
