#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/storage/audit/published_logs.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

namespace fs = std::filesystem;

struct killed {};

/// The disk until the n-th step, at which the process ends; a file that is being written is left in half.
class mortal_files : public unsynced_files {
public:
  explicit mortal_files(int steps) : left_(steps) {}

  void make_folder(const fs::path& folder) override {
    live();
    unsynced_files::make_folder(folder);
  }
  void write(const fs::path& file, std::string_view bytes) override {
    if (left_ == 0) unsynced_files::write(file, bytes.substr(0, bytes.size() / 2));
    live();
    unsynced_files::write(file, bytes);
  }
  void sync(std::span<const fs::path> paths) override {
    for (const auto& path : paths) {
      live();
      synced(path);
    }
  }
  void rename(const fs::path& from, const fs::path& to) override {
    live();
    unsynced_files::rename(from, to);
  }
  void remove(const fs::path& path) override {
    live();
    unsynced_files::remove(path);
  }

protected:
  /// One of many that are made durable; power may fail between them.
  virtual void synced(const fs::path&) {}

private:
  void live() {
    if (left_-- == 0) throw killed{};
  }
  int left_;
};

/// A disk whose power can fail: what was not made durable is then there or not, as chance will.
class unsteady_files final : public mortal_files {
public:
  using mortal_files::mortal_files;

  void make_folder(const fs::path& folder) override {
    mortal_files::make_folder(folder);
    unsynced_.push_back({folder, true, {}});
  }
  void write(const fs::path& file, std::string_view bytes) override {
    mortal_files::write(file, bytes);
    unsynced_.push_back({file, false, {}});
  }
  void rename(const fs::path& from, const fs::path& to) override {
    change name{to, true, {}};
    if (fs::exists(to)) name.before = bytes_of(to);
    mortal_files::rename(from, to);
    for (auto& each : unsynced_)
      if (each.file == from) each.file = to;
    unsynced_.push_back(std::move(name));
  }
  void synced(const fs::path& path) override {
    std::erase_if(unsynced_, [&](const change& each) {
      return (each.is_name ? each.file.parent_path() : each.file) == path;
    });
  }
  void fail_power(std::mt19937_64& random) {
    for (auto each = unsynced_.rbegin(); each != unsynced_.rend(); ++each)
      if (random() % 2 == 0 && fs::exists(each->file)) undo(*each);
  }

private:
  struct change {
    fs::path file;
    bool is_name = false;               // or what the file holds
    std::optional<std::string> before;  // what the name stood for
  };

  static void undo(const change& lost) {
    if (lost.before)
      write_bytes(lost.file, *lost.before);
    else if (lost.is_name)
      fs::remove_all(lost.file);
    else
      write_bytes(lost.file, bytes_of(lost.file).substr(0, 7));
  }

  std::vector<change> unsynced_;
};

const std::vector<std::uint64_t> batches{0, 3, 200, 256, 300, 1'100};

/// Publishes all batches until the end or its kill; whether it lived.
bool publish_all(const fs::path& folder, log_files& files) {
  try {
    audit_publisher publisher{log_in(folder), files};
    for (const auto end : batches)
      if (end >= publisher.size()) publish_up_to(publisher, end);
    return true;
  } catch (const killed&) {
    return false;
  }
}

void check_goes_on(const fs::path& folder, std::uint64_t at_least) {
  std::uint64_t size = 0;
  if (fs::exists(folder / "checkpoint")) {
    const auto result = verified(folder);
    INFO(told(result));
    REQUIRE(result.is_sound());
    size = result.head->size;
  }
  CHECK(size >= at_least);
  CHECK(publish_all(folder, quick_files()));
  const auto result = verified(folder);
  INFO(told(result));
  CHECK(result.is_sound());
  CHECK(result.head->size == batches.back());
  CHECK(fs::is_empty(folder / "staging"));
}

}  // namespace

TEST_CASE(
    "a publication that is killed between any two steps leaves a log that verifies and goes on",
    "[audit]") {
  int steps = 0;
  for (bool lived = false; !lived; ++steps) {
    CAPTURE(steps);
    const temporary_folder scratch;
    mortal_files files{steps};
    lived = publish_all(scratch / "log", files);
    check_goes_on(scratch / "log", 0);
  }
  CHECK(steps > 100);
}

TEST_CASE("a publication whose power fails at any step leaves a log that verifies and goes on",
          "[audit]") {
  std::mt19937_64 random{20'260'119};
  int steps = 0;
  for (bool lived = false; !lived; ++steps) {
    CAPTURE(steps);
    const temporary_folder scratch;
    unsteady_files files{steps};
    lived = publish_all(scratch / "log", files);
    files.fail_power(random);
    check_goes_on(scratch / "log", lived ? batches.back() : 0);
  }
  CHECK(steps > 100);
}

TEST_CASE("a publication that was killed twice in a row at different steps still goes on",
          "[audit]") {
  std::mt19937_64 random{20'260'120};
  for (int round = 0; round < 60; ++round) {
    const temporary_folder scratch;
    for (int kill = 0; kill < 4; ++kill) {
      mortal_files files{static_cast<int>(random() % 60)};
      publish_all(scratch / "log", files);
    }
    check_goes_on(scratch / "log", 0);
  }
}

TEST_CASE("a publisher that failed can be asked again and then publishes all", "[audit]") {
  const temporary_folder scratch;
  for (int steps = 8; steps < 60; ++steps) {
    CAPTURE(steps);
    const auto folder = scratch / std::to_string(steps);
    mortal_files files{steps};
    try {
      audit_publisher publisher{log_in(folder), files};
      try {
        publish_up_to(publisher, 300);
        publish_up_to(publisher, 700);
      } catch (const killed&) {
        // A disk that was full once: `left_` has passed zero, and the steps work again.
      }
      publish_up_to(publisher, 700);
      CHECK(publisher.size() == 700);
    } catch (const killed&) {
      continue;  // in the constructor
    }
    const auto result = verified(folder);
    INFO(told(result));
    CHECK(result.is_sound());
  }
}
