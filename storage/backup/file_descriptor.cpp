#include "storage/backup/file_descriptor.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include "storage/backup/backup_refusal.hpp"

namespace smartfin {
namespace fs = std::filesystem;

file_descriptor::file_descriptor(const fs::path& file, int flags, const char* doing)
    : file_(file), number_(::open(file.c_str(), flags | O_CLOEXEC, 0600)) {
  if (number_ < 0) fail(doing);
}

file_descriptor file_descriptor::open_to_read(const fs::path& file) {
  return {file, O_RDONLY, "opened"};
}
file_descriptor file_descriptor::make(const fs::path& file) {
  return {file, O_RDWR | O_CREAT | O_EXCL, "made"};
}
file_descriptor file_descriptor::open_to_write(const fs::path& file) {
  return {file, O_RDWR | O_CREAT, "written"};
}
file_descriptor file_descriptor::open_folder(const fs::path& folder) {
  return {folder, O_RDONLY | O_DIRECTORY, "opened"};
}

file_descriptor::~file_descriptor() {
  if (number_ >= 0) ::close(number_);
}
file_descriptor::file_descriptor(file_descriptor&& other) noexcept
    : file_(std::move(other.file_)), number_(std::exchange(other.number_, -1)) {}

void file_descriptor::fail(const char* doing) const {
  throw backup_refusal{backup_errc::unusable,
                       file_.string() + " cannot be " + doing + ": " + std::strerror(errno)};
}

void file_descriptor::write(byte_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(number_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("written");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

std::size_t file_descriptor::read(std::span<unsigned char> into) {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const auto got = ::read(number_, into.data() + filled, into.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("read");
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

void file_descriptor::sync() {
  if (::fsync(number_) != 0) fail("synced to the disk");
}

void file_descriptor::empty() {
  if (::ftruncate(number_, 0) != 0) fail("emptied");
}

bool file_descriptor::try_lock() { return ::flock(number_, LOCK_EX | LOCK_NB) == 0; }

void file_descriptor::lock_shared() {
  while (::flock(number_, LOCK_SH) != 0)
    if (errno != EINTR) fail("locked");
}

bool file_descriptor::is_named(const fs::path& file) const {
  struct stat own {
  }, named{};
  return ::fstat(number_, &own) == 0 && ::lstat(file.c_str(), &named) == 0 &&
         own.st_dev == named.st_dev && own.st_ino == named.st_ino;
}

std::uint64_t file_descriptor::size() const {
  struct stat info {};
  if (::fstat(number_, &info) != 0) fail("measured");
  return static_cast<std::uint64_t>(info.st_size);
}

void sync_folder(const fs::path& folder) {
  file_descriptor::open_folder(folder.empty() ? "." : folder).sync();
}

}  // namespace smartfin
