#include "cluster/identity/private_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "cluster/identity/identity_refusal.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t size_max = 1 << 20;

[[noreturn]] void refuse(const fs::path& file, const std::string& what) {
  throw identity_refusal{file.string() + " " + what + ": " + std::strerror(errno)};
}

class descriptor {
public:
  explicit descriptor(int number) : number_(number) {}
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

private:
  int number_;
};

void write_all(const descriptor& file, std::string_view bytes, const fs::path& name) {
  while (!bytes.empty()) {
    const auto written = ::write(file.number(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse(name, "cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void sync(const fs::path& file_or_folder) {
  const descriptor opened{::open(file_or_folder.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!opened.is_open() || ::fsync(opened.number()) != 0)
    refuse(file_or_folder, "cannot be made durable");
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path{"."};
}

/// Goes with the object, unless it was moved to its place.
class unfinished {
public:
  explicit unfinished(fs::path path) : path_(std::move(path)) {}
  ~unfinished() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  unfinished(const unfinished&) = delete;
  unfinished& operator=(const unfinished&) = delete;
  const fs::path& path() const { return path_; }

private:
  fs::path path_;
};

/// Written first and synced afterwards, so that the disk gets them together.
void fill(const fs::path& folder, const folder_contents& files) {
  std::vector<std::pair<descriptor, fs::path>> opened;
  for (const auto& [name, bytes] : files) {
    const auto path = folder / name;
    if (const auto inner = path.parent_path(); ::mkdir(inner.c_str(), 0700) != 0 && errno != EEXIST)
      refuse(inner, "cannot be made");
    descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!file.is_open()) refuse(path, "cannot be made");
    write_all(file, bytes, path);
    opened.emplace_back(std::move(file), path);
  }
  for (const auto& [file, path] : opened)
    if (::fsync(file.number()) != 0) refuse(path, "cannot be made durable");
  for (const auto& entry : fs::directory_iterator{folder})
    if (entry.is_directory()) sync(entry.path());
  sync(folder);
}

}  // namespace

void make_private_folder(const fs::path& folder, const folder_contents& files) {
  auto target = fs::absolute(folder).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();  // "keys/"
  const auto parent = folder_of(target);
  std::error_code error;
  fs::create_directories(parent, error);
  auto name = (parent / ("." + target.filename().string() + ".new-XXXXXX")).string();
  if (error || !::mkdtemp(name.data())) refuse(target, "cannot be made");
  const unfinished staged{name};
  fill(staged.path(), files);
  // Onto an empty folder it succeeds, onto anything else it does not: nothing is ever overwritten.
  if (::rename(staged.path().c_str(), target.c_str()) != 0) {
    if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR)
      throw identity_refusal{target.string() + " is there already; nothing was changed"};
    refuse(target, "cannot be made");
  }
  sync(parent);
}

void replace_private_file(const fs::path& file, std::string_view bytes) {
  auto name = (folder_of(file) / ("." + file.filename().string() + ".new-XXXXXX")).string();
  const descriptor opened{::mkostemp(name.data(), O_CLOEXEC)};  // with the rights 0600
  if (!opened.is_open()) refuse(file, "cannot be written");
  const unfinished staged{name};
  write_all(opened, bytes, file);
  if (::fsync(opened.number()) != 0) refuse(file, "cannot be made durable");
  if (::rename(name.c_str(), file.c_str()) != 0) refuse(file, "cannot be replaced");
  sync(folder_of(file));
}

bool is_there(const fs::path& file) noexcept {
  std::error_code ignored;
  return fs::exists(file, ignored);
}

std::string read_identity_file(const fs::path& file, bool is_secret) {
  const descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat info {};
  if (!opened.is_open() || ::fstat(opened.number(), &info) != 0) refuse(file, "cannot be read");
  if (!S_ISREG(info.st_mode)) throw identity_refusal{file.string() + " is not a file"};
  if (is_secret && (info.st_mode & 077) != 0)
    throw identity_refusal{file.string() + " holds a key and others may read it (chmod 600)"};
  std::string bytes(size_max + 1, '\0');
  std::size_t size = 0;
  for (;;) {
    const auto got = ::read(opened.number(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(file, "cannot be read");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
    if (size > size_max) throw identity_refusal{file.string() + " is too large"};
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace smartfin
