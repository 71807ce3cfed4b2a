#include "storage/spool_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using smartfin::testing::temporary_folder;

namespace {

std::string all_of(const scratch_file& file) {
  std::string bytes(static_cast<std::size_t>(file.size()), '\0');
  bytes.resize(file.read(0, bytes));
  return bytes;
}

/// What the disk holds of the process's open files in the folder.
std::string on_disk(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& each : std::filesystem::directory_iterator{"/proc/self/fd"}) {
    std::error_code gone;
    const auto target = std::filesystem::read_symlink(each.path(), gone).string();
    if (target.find(folder.string()) != 0) continue;
    std::ifstream file{each.path(), std::ios::binary};
    all.append(std::istreambuf_iterator<char>{file}, {});
  }
  return all;
}

}  // namespace

TEST_CASE("a spool file gives back at any place what was appended in any pieces") {
  const unsigned seed = 20'261'122;
  CAPTURE(seed);
  std::mt19937 random{seed};
  const temporary_folder folder;
  const spool_folder spool{folder / "spool", 10 << 20};
  const auto file = spool.open();
  std::string expected;
  while (expected.size() < 400'000) {
    std::string piece(random() % 70'000, '\0');
    for (auto& byte : piece) byte = static_cast<char>(random());
    file->append(piece);
    expected += piece;
  }
  CHECK((all_of(*file) == expected));
  for (int i = 0; i < 500; ++i) {
    const auto at = random() % (expected.size() + 10);
    std::string part(random() % 300, '\0');
    part.resize(file->read(at, part));
    if (part != expected.substr(std::min(at, expected.size()), part.size())) FAIL("at " << at);
  }
  CHECK(spool.bytes() == expected.size());
}

TEST_CASE("a spool file has no name, reads nothing on the disk, and is gone with its owner") {
  const temporary_folder folder;
  const spool_folder spool{folder / "spool", 10 << 20};
  auto file = spool.open();
  file->append("2026-03-14,Corner shop,-3.40\n");
  CHECK(std::filesystem::is_empty(folder / "spool"));
  const auto raw = on_disk(folder / "spool");
  CHECK(raw.size() == file->size());
  CHECK(raw.find("Corner") == std::string::npos);
  CHECK(all_of(*file) == "2026-03-14,Corner shop,-3.40\n");
  file = nullptr;
  CHECK(spool.bytes() == 0);
  CHECK(on_disk(folder / "spool").empty());
}

TEST_CASE("all spool files together hold no more than they may, and room comes back") {
  const temporary_folder folder;
  const spool_folder spool{folder / "spool", 100'000};
  auto first = spool.open();
  const auto second = spool.open();
  first->append(std::string(60'000, 'a'));
  CHECK_THROWS_AS(second->append(std::string(50'000, 'b')), no_room);
  CHECK(second->size() == 0);
  first = nullptr;
  second->append(std::string(100'000, 'b'));
  CHECK((all_of(*second) == std::string(100'000, 'b')));
  CHECK_THROWS_AS(second->append("c"), no_room);
}
