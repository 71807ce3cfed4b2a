#include "storage/backup/archive.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>

#include "storage/backup/backup_refusal.hpp"
#include "tests/storage/backup/archive_files.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using smartfin::test::chosen;

namespace {

class small_archive {
public:
  small_archive() {
    write_archive(file_, keys_, {"the first", random_content(random_, 200'000), "", "the last"});
    content_ = read_whole(file_);
  }

  const vault& keys() const { return keys_; }
  const std::string& content() const { return content_; }
  std::mt19937_64& random() { return random_; }

  /// Why this content is refused; none when it is not.
  backup_errc refusal_of(const std::string& content) const {
    write_whole(file_, content);
    try {
      read_archive(file_, keys_);
      return backup_errc::none;
    } catch (const backup_refusal& refused) {
      return refused.why();
    }
  }

private:
  temporary_folder place_;
  std::filesystem::path file_ = place_ / "archive";
  vault keys_{key_bytes::random()};
  std::mt19937_64 random_{chosen("SMARTFIN_TEST_SEED", 20'261'122)};
  std::string content_;
};

constexpr std::size_t head_bytes = 56;

/// Where each chunk begins, and the end.
std::vector<std::size_t> chunks_of(const std::string& content) {
  std::vector<std::size_t> begins{head_bytes};
  while (begins.back() < content.size()) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
      length |= static_cast<std::size_t>(static_cast<unsigned char>(content[begins.back() + i]))
                << 8 * i;
    begins.push_back(begins.back() + 4 + length + 17);
  }
  return begins;
}

}  // namespace

TEST_CASE("members of every length come back as they were put") {
  const temporary_folder place;
  const vault keys{key_bytes::random()};
  std::mt19937_64 random{chosen("SMARTFIN_TEST_SEED", 20'261'122)};
  std::vector<std::string> members;
  for (const std::size_t size : {0u, 1u, 65'535u, 65'536u, 65'537u, 131'072u, 1'000'003u, 0u})
    members.push_back(random_content(random, size));
  write_archive(place / "archive", keys, members);
  CHECK((read_archive(place / "archive", keys) == members));
}

TEST_CASE("what compresses takes less space") {
  const temporary_folder place;
  write_archive(place / "archive", vault{key_bytes::random()}, {std::string(1'000'000, 'a')});
  CHECK(std::filesystem::file_size(place / "archive") < 20'000);
}

TEST_CASE("an archive with any single bit flipped is refused") {
  small_archive archive;
  const auto flips = chosen("SMARTFIN_TEST_FLIPS", 300);
  for (std::uint64_t i = 0; i < flips; ++i) {
    // Every bit of the head and of the first length in turn, then anywhere.
    const auto bit = i < 8 * (head_bytes + 4) && i % 2 == 0
                         ? i
                         : archive.random()() % (8 * archive.content().size());
    auto flipped = archive.content();
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    INFO("bit " << bit);
    CHECK(archive.refusal_of(flipped) != backup_errc::none);
  }
  CHECK(archive.refusal_of(archive.content()) == backup_errc::none);
}

TEST_CASE("an archive cut short anywhere is refused as damaged") {
  small_archive archive;
  auto cuts = chunks_of(archive.content());
  cuts.pop_back();  // the whole
  for (auto i = chosen("SMARTFIN_TEST_FLIPS", 300); i > 0; --i)
    cuts.push_back(archive.random()() % archive.content().size());
  cuts.push_back(0);
  for (const auto length : cuts) {
    INFO("cut to " << length);
    CHECK(archive.refusal_of(archive.content().substr(0, length)) == backup_errc::damaged);
  }
}

TEST_CASE("chunks that are exchanged, left out, repeated or added are refused as damaged") {
  small_archive archive;
  const auto& content = archive.content();
  const auto begins = chunks_of(content);
  REQUIRE(begins.size() > 4);
  REQUIRE(begins.back() == content.size());
  const auto chunk = [&](std::size_t i) {
    return content.substr(begins[i], begins[i + 1] - begins[i]);
  };
  for (std::size_t i = 0; i + 2 < begins.size(); ++i) {
    INFO("chunk " << i);
    const auto before = content.substr(0, begins[i]), after = content.substr(begins[i + 2]);
    const auto first = chunk(i), second = chunk(i + 1);
    CHECK(archive.refusal_of(before + second + first + after) == backup_errc::damaged);
    CHECK(archive.refusal_of(before + second + after) == backup_errc::damaged);
    CHECK(archive.refusal_of(before + first + first + second + after) == backup_errc::damaged);
  }
  CHECK(archive.refusal_of(content + "x") == backup_errc::damaged);
  CHECK(archive.refusal_of(content + chunk(begins.size() - 2)) == backup_errc::damaged);
}

TEST_CASE("chunks of two archives under one key do not mix") {
  small_archive one;
  const temporary_folder place;
  write_archive(place / "other", one.keys(), {"the first", "the last"});
  const auto other = read_whole(place / "other");
  CHECK(one.refusal_of(other) == backup_errc::none);
  CHECK(one.refusal_of(one.content().substr(0, head_bytes) + other.substr(head_bytes)) ==
        backup_errc::damaged);
}

TEST_CASE("another master key is told from damage, and so are forms of the future and the past") {
  small_archive archive;
  const temporary_folder place;
  write_whole(place / "archive", archive.content());
  try {
    read_archive(place / "archive", vault{key_bytes::random()});
    FAIL("read with another key");
  } catch (const backup_refusal& refused) {
    CHECK(refused.why() == backup_errc::other_key);
  }
  auto other = archive.content();
  other[16] = '3';
  CHECK(archive.refusal_of(other) == backup_errc::newer);
  other[16] = '1';
  CHECK(archive.refusal_of(other) == backup_errc::older);
  CHECK(archive.refusal_of("no backup at all, but longer than the head of one would have to be") ==
        backup_errc::damaged);
}
