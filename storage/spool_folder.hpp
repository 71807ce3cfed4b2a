#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "domain/byte_source.hpp"

namespace smartfin {

/// A folder for files without a name: uploads, rows that are being sorted. They are gone when their last owner lets go,
/// and when the process ends, however it ends. Each is sealed with a key of its own that is nowhere but in memory, so
/// what the disk still holds of it afterwards reads nothing.
class spool_folder {
public:
  /// Makes the folder. All files together hold `bytes_max` at most. Throws storage_refusal.
  spool_folder(const std::filesystem::path& folder, std::uint64_t bytes_max);

  /// Throws no_room, as the file does when it is full or its disk fails. Any thread; a file belongs to one at a time,
  /// but what has been appended may be read by all.
  std::shared_ptr<scratch_file> open() const;
  /// What the files hold now.
  std::uint64_t bytes() const { return budget_->held; }

private:
  friend class spool_file;
  struct budget {
    std::uint64_t max = 0;
    std::atomic<std::uint64_t> held{0};
  };
  std::filesystem::path folder_;
  std::shared_ptr<budget> budget_;
};

}  // namespace smartfin
