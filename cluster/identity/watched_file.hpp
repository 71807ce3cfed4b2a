#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>

#include "domain/instant.hpp"

namespace smartfin {

/// A file that is put in place of another while the program runs. Whoever owns it says what to do with new contents;
/// what it refuses, by throwing identity_refusal, leaves the old in force, with a line in the log. Thread-safe.
class watched_file {
public:
  using take = std::function<void(const std::string& contents)>;
  static constexpr std::chrono::seconds looked_at_every{1};

  /// `is_secret`: others than its owner must not be able to read it.
  watched_file(std::filesystem::path file, bool is_secret, take use);

  /// Reads the file for the first time. Throws identity_refusal, also `use`'s.
  void read();
  /// Hands over the contents when the file is another one than before; looks at most once a second. Costs an atomic
  /// read otherwise. Times are the callers'; when their clock goes back it looks, too.
  void refresh(instant now) {
    const auto at = now.time_since_epoch().count();
    if (const auto due = due_.load(std::memory_order_relaxed); at >= due || at < due - every)
      look(at);
  }
  /// Reads the file now, whether it changed or not. False: it cannot be used; the old stays in force.
  bool reload();

private:
  static constexpr std::int64_t every =
      std::chrono::duration_cast<instant::duration>(looked_at_every).count();
  /// Tells one file from another that was put in its place, or written over it.
  using stamp = std::array<std::int64_t, 6>;

  void look(std::int64_t at);
  bool try_to_use();
  stamp stamp_now() const;

  const std::filesystem::path file_;
  const bool is_secret_;
  const take use_;
  std::atomic<std::int64_t> due_{0};
  std::mutex reading_;
  stamp used_{};        // of the contents in force
  stamp complained_{};  // of what the log already has a line about
};

}  // namespace smartfin
