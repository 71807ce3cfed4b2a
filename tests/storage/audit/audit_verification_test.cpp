#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <future>

#include "tests/storage/audit/tamperings.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_of(const folder_content& files) {
  std::vector<std::string> names;
  for (const auto& each : files) names.push_back(each.first);
  return names;
}

}  // namespace

TEST_CASE("a state of a log extends the checkpoints of before it, and no later one", "[audit]") {
  const past was;
  log_on_disk log{was.now()};
  for (const auto& state : was.states) {
    log.become(state);
    for (const auto& earlier : was.states) {
      const auto result = verified(log.path(), earlier.at("checkpoint"));
      INFO(told(result));
      CHECK(result.is_sound() == (&earlier <= &state));
    }
  }
}

TEST_CASE("an older state of a log is sound by itself and refused by whoever kept a checkpoint",
          "[audit]") {
  const past was;
  log_on_disk log{was.states.front()};
  CHECK(verified(log.path()).is_sound());
  const auto result = verified(log.path(), was.now().at("checkpoint"));
  CHECK(told(result) == "checkpoint: ends at entry 1, the earlier checkpoint at 1300\n");
}

TEST_CASE("a log of another key is sound by its own word and refused by the key that is given",
          "[audit]") {
  const past was;
  log_on_disk log{was.of_another_key};
  CHECK(verified(log.path()).is_sound());
  const auto key = audit_publisher{log_in(log.path() / "other"), quick_files()}.key();
  CHECK_FALSE(verify_log({log.path(), key, {}}).is_sound());
}

TEST_CASE("a fault names the entry, the tile and the hash", "[audit]") {
  const past was;
  auto files = was.now();
  files["tile/entries/002"].back() ^= 1;
  files["tile/1/000.p/5"][3 * 32] ^= 1;
  log_on_disk log{files};
  const auto text = told(verified(log.path()));
  CHECK(text.find("tile/entries/002: entry 767 is not the one that was logged\n") == 0);
  CHECK(text.find("tile/1/000.p/5: hash 3 is not that of tile/0/003\n") != std::string::npos);
  CHECK(text.find("checkpoint: its root is not that of the tiles\n") != std::string::npos);
}

TEST_CASE("no garbage in a log's folder crashes its verification or passes for a log", "[audit]") {
  random_bits random{20'260'122};
  const past was;
  const auto names = names_of(was.now());
  const auto garbage = [&](std::size_t most) {
    std::string bytes(random() % most, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random() % (random() % 2 ? 256 : 3));
    return bytes;
  };
  for (int round = 0; round < 300; ++round) {
    const temporary_folder scratch;
    for (auto count = random() % 8; count > 0; --count) {
      const auto name = names[random() % names.size()];
      write_bytes(scratch / name, random() % 3 == 0 ? was.now().at(name) : garbage(9'000));
    }
    std::error_code is_there;
    if (random() % 4 == 0) fs::create_directories(scratch / "tile/0/000", is_there);
    if (random() % 4 == 0) write_bytes(scratch / "tile/5/x999/no", garbage(10));
    CHECK_FALSE(verified(scratch.path(), garbage(300)).is_sound());
  }
  CHECK_FALSE(verified("/nowhere/at/all").is_sound());
}

TEST_CASE("a checkpoint of a size that no disk holds ends the look after a hundred faults",
          "[audit]") {
  const temporary_folder scratch;
  const auto log = log_in(scratch.path());
  const note_signer signer{log.origin, log.signing_seed};
  for (const auto size : {~std::uint64_t{0}, ~std::uint64_t{0} - 255, std::uint64_t{1} << 63}) {
    write_bytes(scratch / "key", signer.key().text() + "\n");
    write_bytes(scratch / "checkpoint", signer.sign(checkpoint_text({log.origin, size, {}})));
    const auto result = verified(scratch.path());
    CHECK(result.faults.size() == verification::faults_max);
    CHECK(result.has_more);
  }
}

TEST_CASE("a pipe or a link in the place of a file is a fault and no trap", "[audit]") {
  const past was;
  log_on_disk log{was.now()};
  for (const auto* name : {"checkpoint", "key", "tile/0/000", "tile/entries/005.p/20"}) {
    fs::rename(log.path() / name, log.path() / "aside");
    REQUIRE(::mkfifo((log.path() / name).c_str(), 0600) == 0);
    CHECK_FALSE(verified(log.path()).is_sound());
    fs::remove(log.path() / name);
    fs::create_symlink(log.path() / "aside", log.path() / name);
    CHECK_FALSE(verified(log.path()).is_sound());
    fs::rename(log.path() / "aside", log.path() / name);
  }
  CHECK(verified(log.path()).is_sound());
}

TEST_CASE("a log that is being published to verifies at any moment", "[audit]") {
  const temporary_folder scratch;
  audit_publisher publisher{log_in(scratch / "log"), quick_files()};
  publish_up_to(publisher, 1);
  auto publication = std::async(std::launch::async, [&] {
    for (std::uint64_t size = 2; size < 3'000; size += 1 + size % 90)
      publish_up_to(publisher, size);
  });
  for (bool done = false; !done;) {
    done = publication.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
    const auto result = verified(scratch / "log");
    INFO(told(result));
    REQUIRE(result.is_sound());
  }
  publication.get();
  CHECK(verified(scratch / "log").head == publisher.head());
}
