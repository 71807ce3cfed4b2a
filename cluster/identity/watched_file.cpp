#include "cluster/identity/watched_file.hpp"

#include <sys/stat.h>

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/private_files.hpp"
#include "config/log.hpp"

namespace smartfin {

watched_file::watched_file(std::filesystem::path file, bool is_secret, take use)
    : file_(std::move(file)), is_secret_(is_secret), use_(std::move(use)) {}

void watched_file::read() {
  const std::lock_guard lock{reading_};
  const auto found = stamp_now();  // before the contents: a change in between is seen the next time
  use_(read_identity_file(file_, is_secret_));
  used_ = found;
}

bool watched_file::reload() {
  const std::lock_guard lock{reading_};
  used_ = complained_ = {};
  return try_to_use();
}

void watched_file::look(std::int64_t at) {
  const std::unique_lock lock{reading_, std::try_to_lock};
  if (!lock) return;  // another thread does
  due_.store(at + every, std::memory_order_relaxed);
  if (stamp_now() != used_) try_to_use();
}

bool watched_file::try_to_use() {
  const auto found = stamp_now();
  try {
    use_(read_identity_file(file_, is_secret_));
    used_ = found;
    log_line(log_level::info, "identity_file_read", {{"file", file_.string()}});
    return true;
  } catch (const identity_refusal& refused) {
    if (found != complained_)
      log_line(log_level::error, "identity_file_refused",
               {{"file", file_.string()}, {"reason", refused.what()}});
    complained_ = found;
    return false;
  }
}

watched_file::stamp watched_file::stamp_now() const {
  struct stat info {};
  if (::stat(file_.c_str(), &info) != 0) return {-1};
  return {static_cast<std::int64_t>(info.st_ino),
          static_cast<std::int64_t>(info.st_size),
          info.st_mtim.tv_sec,
          info.st_mtim.tv_nsec,
          info.st_ctim.tv_sec,
          info.st_ctim.tv_nsec};
}

}  // namespace smartfin
