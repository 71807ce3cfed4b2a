#include "storage/audit/log_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <future>
#include <vector>

#include "domain/audit/entry_bundle.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

/// An open file, closed when it goes.
class descriptor {
public:
  descriptor(const fs::path& file, int flags)
      : fd_(::open(file.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int number() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

private:
  int fd_;
};

[[noreturn]] void fail(const char* what, const fs::path& path) {
  throw storage_failure{std::string{"the published log: "} + what + " " + path.string() + ": " +
                        std::strerror(errno)};
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

class disk final : public log_files {
public:
  void make_folder(const fs::path& folder) override {
    if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) fail("cannot make", folder);
  }
  void write(const fs::path& file, std::string_view bytes) override {
    const descriptor out{file, O_WRONLY | O_CREAT | O_TRUNC};
    if (!out.is_open() || !write_all(out.number(), bytes)) fail("cannot write", file);
  }
  void sync(std::span<const fs::path> paths) override {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (auto i = next++; i < paths.size(); i = next++) sync_one(paths[i]);
    };
    std::vector<std::future<void>> others;
    const auto threads = std::min<std::size_t>(paths.size(), syncs_at_once);
    for (std::size_t i = 1; i < threads; ++i)
      others.push_back(std::async(std::launch::async, work));
    work();
    for (auto& each : others) each.get();
  }
  void rename(const fs::path& from, const fs::path& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) fail("cannot put in place", to);
  }
  void remove(const fs::path& path) override {
    std::error_code ignored;
    fs::remove(path, ignored);
  }

private:
  static constexpr std::size_t syncs_at_once = 8;

  static void sync_one(const fs::path& path) {
    const descriptor opened{path, O_RDONLY};
    if (!opened.is_open() || ::fsync(opened.number()) != 0) fail("cannot make durable", path);
  }
};

tile_hashes hashes_of(std::string_view bytes) {
  tile_hashes hashes(bytes.size() / sizeof(merkle_hash));
  for (auto& hash : hashes) {
    std::copy_n(bytes.begin(), hash.size(), hash.begin());
    bytes.remove_prefix(hash.size());
  }
  return hashes;
}

template <class Read>
auto with_full_form(const tile& of, Read&& read) {
  auto found = read(of);
  if (!found && !of.is_full()) found = read({of.level, of.index});
  return found;
}

}  // namespace

log_files& disk_files() {
  static disk files;
  return files;
}

std::optional<std::string> read_log_file(const fs::path& file, std::size_t size_max) {
  const descriptor in{file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW};
  struct stat info {};
  if (!in.is_open() || ::fstat(in.number(), &info) != 0 || !S_ISREG(info.st_mode))
    return std::nullopt;
  if (static_cast<std::uintmax_t>(info.st_size) > size_max) return std::nullopt;
  std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const auto got = ::read(in.number(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    size += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::optional<tile_hashes> read_hashes(const fs::path& log, const tile& of) {
  return with_full_form(of, [&](const tile& form) -> std::optional<tile_hashes> {
    const auto size = form.width * sizeof(merkle_hash);
    const auto bytes = read_log_file(log / path_of(form), size);
    if (!bytes || bytes->size() != size) return std::nullopt;
    return hashes_of(std::string_view{*bytes}.substr(0, of.width * sizeof(merkle_hash)));
  });
}

std::optional<std::string> read_bundle(const fs::path& log, const tile& of) {
  return with_full_form(of, [&](const tile& form) -> std::optional<std::string> {
    auto bytes = read_log_file(log / path_of(form), entry_bundle_size_max);
    if (!bytes) return std::nullopt;
    const auto entries = entries_of_bundle(*bytes);
    if (!entries || entries->size() != form.width) return std::nullopt;
    const auto& last = (*entries)[of.width - 1];
    bytes->resize(static_cast<std::size_t>(last.data() + last.size() - bytes->data()));
    return bytes;
  });
}

std::string tile_bytes(const tile_hashes& hashes) {
  std::string bytes;
  for (const auto& hash : hashes) bytes.append(hash.begin(), hash.end());
  return bytes;
}

}  // namespace smartfin
