#include "storage/objects/folder_store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <functional>

#include "storage/storage_failure.hpp"
#include "storage/vault.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

constexpr auto unfinished_folder = "unfinished";  // no object's first part: those have two letters
constexpr std::size_t piece_bytes = 64 * 1024;

[[noreturn]] void fail(const char* doing) {
  throw storage_failure{std::string{"objects: "} + doing + ": " + std::strerror(errno)};
}

/// A descriptor, closed with the object.
class open_file {
public:
  explicit open_file(int number) : number_(number) {}
  ~open_file() {
    if (number_ >= 0) ::close(number_);
  }
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

  void write(byte_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(number_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) fail("write");
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(number_) != 0) fail("sync");
  }

private:
  int number_;
};

void sync_folder(const fs::path& folder) {
  const open_file opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!opened.is_open()) fail("open folder");
  opened.sync();
}

/// A file on its way to its name; gone when it does not get there.
class unfinished_object {
public:
  explicit unfinished_object(fs::path path)
      : path_(std::move(path)),
        file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
    if (!file_.is_open()) fail("make file");
  }
  ~unfinished_object() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  const open_file& file() const { return file_; }
  void rename_to(const fs::path& name) {
    file_.sync();
    if (::rename(path_.c_str(), name.c_str()) != 0) fail("rename");
    path_.clear();
  }

private:
  fs::path path_;
  open_file file_;
};

class folder_store final : public object_store {
public:
  explicit folder_store(fs::path folder) : folder_(std::move(folder)) {
    std::error_code error;
    fs::remove_all(folder_ / unfinished_folder, error);
    if (!error && fs::create_directories(folder_, error))
      fs::permissions(folder_, fs::perms::owner_all, error);
    if (!error) fs::create_directory(folder_ / unfinished_folder, error);
    if (error)
      throw storage_refusal{"the folder of files, " + folder_.string() +
                            ", cannot be used: " + error.message()};
  }

  void put(const std::string& name, byte_stream& content) override {
    counted(writes_, [&] {
      const auto path = path_of(name);
      unfinished_object object{folder_ / unfinished_folder / random_token(16)};
      std::array<unsigned char, piece_bytes> piece;
      while (const auto got = content.read(piece)) object.file().write({piece.data(), got});
      const bool is_new_folder = ::mkdir(path.parent_path().c_str(), 0700) == 0;
      if (!is_new_folder && errno != EEXIST) fail("make folder");
      object.rename_to(path);
      sync_folder(path.parent_path());
      if (is_new_folder) sync_folder(folder_);
    });
  }

  std::optional<std::string> read(const std::string& name, byte_range part) override {
    std::optional<std::string> found;
    counted(reads_, [&] {
      const open_file file{::open(path_of(name).c_str(), O_RDONLY | O_CLOEXEC)};
      if (!file.is_open() && errno == ENOENT) return;
      struct stat info {};
      if (!file.is_open() || ::fstat(file.number(), &info) != 0) fail("open file");
      const auto held = static_cast<std::uint64_t>(info.st_size);
      const auto begin = std::min(part.offset, held);
      found.emplace(std::min(part.size, held - begin), '\0');
      for (std::size_t done = 0; done < found->size();) {
        const auto got = ::pread(file.number(), found->data() + done, found->size() - done,
                                 static_cast<off_t>(begin + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) fail("read");
        done += static_cast<std::size_t>(got);
      }
    });
    return found;
  }

  std::optional<std::uint64_t> size_of(const std::string& name) override {
    struct stat info {};
    if (::stat(path_of(name).c_str(), &info) == 0) return static_cast<std::uint64_t>(info.st_size);
    if (errno != ENOENT) counted(reads_, [] { fail("look at file"); });
    return std::nullopt;
  }

  void remove(const std::string& name) override {
    counted(removals_, [&] {
      const open_file all{::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
      if (!all.is_open()) fail("open folder");
      if (::flock(all.number(), LOCK_EX | LOCK_NB) != 0) fail("not while they are copied");
      if (::unlink(path_of(name).c_str()) != 0 && errno != ENOENT) fail("remove");
    });
  }

  std::vector<std::string> list(const std::string& prefix, const std::string& after,
                                std::size_t limit) override {
    std::vector<std::string> names;
    counted(reads_, [&] {
      std::error_code error;
      for (const auto& first : fs::directory_iterator{folder_, error}) {
        const auto part = first.path().filename().string();
        if (part.size() != 2 || !prefix.starts_with(part.substr(0, prefix.size()))) continue;
        for (const auto& file : fs::directory_iterator{first.path(), error}) {
          auto name = part + "/" + file.path().filename().string();
          if (name.starts_with(prefix) && name > after) names.push_back(std::move(name));
        }
      }
      if (error) throw storage_failure{"objects: list: " + error.message()};
    });
    std::ranges::sort(names);
    if (names.size() > limit) names.resize(limit);
    return names;
  }

  object_counts counts() const override {
    return {"folder", reads_, writes_, removals_, failures_, true};
  }

private:
  fs::path path_of(const std::string& name) const {
    if (!is_object_name(name)) throw storage_failure{"objects: not a name"};
    return folder_ / name;
  }

  void counted(std::atomic<std::int64_t>& counter, const std::function<void()>& work) {
    ++counter;
    try {
      work();
    } catch (const storage_failure&) {
      ++failures_;
      throw;
    }
  }

  fs::path folder_;
  std::atomic<std::int64_t> reads_{0}, writes_{0}, removals_{0}, failures_{0};
};

}  // namespace

std::unique_ptr<object_store> make_folder_store(const fs::path& folder) {
  return std::make_unique<folder_store>(folder);
}

}  // namespace smartfin
