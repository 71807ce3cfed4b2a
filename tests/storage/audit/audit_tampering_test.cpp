#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "domain/audit/entry_bundle.hpp"
#include "storage/audit/note_codes.hpp"
#include "tests/storage/audit/published_logs.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

namespace fs = std::filesystem;
using random_bits = std::mt19937_64;

const std::vector<std::uint64_t> sizes{1, 100, 256, 300, 700, 1'300};
constexpr std::uint64_t last_size = 1'300;

/// The log as it was after each batch, and the same history as another key's owner would tell it.
struct past {
  past() {
    const temporary_folder scratch;
    audit_publisher publisher{log_in(scratch / "log")};
    for (const auto size : sizes) {
      publish_up_to(publisher, size);
      states.push_back(content_of(scratch / "log"));
    }
    auto foreign = log_in(scratch / "foreign");
    foreign.signing_seed.data()[7] ^= 1;
    audit_publisher other{foreign};
    publish_up_to(other, last_size + 5);
    of_another_key = content_of(scratch / "foreign");
  }
  const folder_content& now() const { return states.back(); }

  std::vector<folder_content> states;
  folder_content of_another_key;
};

std::string& any_file(folder_content& files, random_bits& random) {
  return std::next(files.begin(), static_cast<std::ptrdiff_t>(random() % files.size()))->second;
}

std::vector<std::string> names_of(const folder_content& files, const std::string& beginning) {
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files)
    if (name.starts_with(beginning)) names.push_back(name);
  return names;
}

std::string any_name(const std::vector<std::string>& names, random_bits& random) {
  return names[random() % names.size()];
}

void flip_a_bit(folder_content& files, random_bits& random) {
  auto& bytes = any_file(files, random);
  if (bytes.empty()) return;
  auto& byte = bytes[random() % bytes.size()];
  byte = static_cast<char>(byte ^ (1 << (random() % 8)));
}

void cut_a_file(folder_content& files, random_bits& random) {
  auto& bytes = any_file(files, random);
  bytes.resize(random() % (bytes.size() + 1));
}

void lengthen_a_file(folder_content& files, random_bits& random) {
  auto& bytes = any_file(files, random);
  for (auto more = 1 + random() % 40; more > 0; --more)
    bytes.push_back(static_cast<char>(random() % 256));
}

bool is_needed(const std::string& name) {
  const auto of = parse_tile(name);
  return !of || of->width == width_in_log(of->level, of->index, last_size);
}

void lose_a_file(folder_content& files, random_bits& random) {
  std::vector<std::string> needed = names_of(files, "");
  std::erase_if(needed, [](const std::string& name) { return !is_needed(name); });
  files.erase(any_name(needed, random));
}

void swap_two_files(folder_content& files, random_bits& random) {
  const auto names = names_of(files, random() % 2 == 0 ? "tile/entries/" : "tile/0/");
  std::swap(files[any_name(names, random)], files[any_name(names, random)]);
}

/// One form of a tile under the name of another, as from an older state.
void replace_a_partial(folder_content& files, random_bits& random) {
  auto partials = names_of(files, "tile/");
  std::erase_if(partials, [](const std::string& name) { return parse_tile(name)->is_full(); });
  const auto target = any_name(partials, random);
  files[target] = files[any_name(partials, random)];
}

/// Entries edited, dropped, doubled or in another order, in bundles of the right width as far as possible.
void change_entries(folder_content& files, random_bits& random) {
  const auto bundles = names_of(files, "tile/entries/");
  auto& bundle = files[any_name(bundles, random)];
  const auto bytes = bundle;
  std::vector<std::string> entries;
  const auto parts = entries_of_bundle(bytes).value();
  for (const auto entry : parts) entries.emplace_back(entry);
  auto& one = entries[random() % entries.size()];
  switch (random() % 5) {
    case 0:
      one.push_back('!');
      break;
    case 1:
      one[random() % one.size()] ^= 1;
      break;
    case 2:
      std::swap(one, entries[random() % entries.size()]);
      break;
    case 3:
      one = entries[random() % entries.size()];
      break;
    default:
      entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(random() % entries.size()));
  }
  bundle.clear();
  for (const auto& entry : entries) append_to_bundle(bundle, entry);
}

/// What an attacker without the key can do best: all tiles are made again to fit other entries.
void forge_a_history(folder_content& files, random_bits& random) {
  auto entries = entries_from(0, last_size);
  const auto at = random() % entries.size();
  switch (random() % 3) {
    case 0:
      entries[at] = "forged";
      break;
    case 1:
      std::swap(entries[at], entries[random() % entries.size()]);
      break;
    default:
      entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(at));
      break;
  }
  const temporary_folder scratch;
  audit_publisher forger{log_in(scratch / "forged")};
  forger.publish(0, entries);
  auto forged = content_of(scratch / "forged");
  forged["key"] = files["key"];
  forged["checkpoint"] = files["checkpoint"];
  files = std::move(forged);
}

void forge_a_leaf_tile(folder_content& files, random_bits& random) {
  const auto bundle = any_name({"tile/entries/000", "tile/entries/003"}, random);
  auto& bytes = files[bundle];
  bytes[2] ^= 1;
  auto& hashes = files["tile/0/" + bundle.substr(13)];
  const auto first = entries_of_bundle(bytes).value().front();
  const auto hash = leaf_hash(sha256, first);
  std::copy(hash.begin(), hash.end(), hashes.begin());
}

using tampering = std::function<void(folder_content&, const past&, random_bits&)>;

std::vector<std::pair<const char*, tampering>> tamperings() {
  const auto plain = [](void (*change)(folder_content&, random_bits&)) {
    return [change](folder_content& files, const past&, random_bits& random) {
      change(files, random);
    };
  };
  const auto older = [](const past& was, random_bits& random) -> const folder_content& {
    return was.states[random() % (was.states.size() - 1)];
  };
  return {{"a bit", plain(flip_a_bit)},
          {"a bit again", plain(flip_a_bit)},
          {"a cut file", plain(cut_a_file)},
          {"a longer file", plain(lengthen_a_file)},
          {"a lost file", plain(lose_a_file)},
          {"two files", plain(swap_two_files)},
          {"a partial tile", plain(replace_a_partial)},
          {"entries", plain(change_entries)},
          {"entries again", plain(change_entries)},
          {"a leaf and its hash", plain(forge_a_leaf_tile)},
          {"a forged history", plain(forge_a_history)},
          {"an older checkpoint",
           [older](auto& files, const past& was, auto& random) {
             files["checkpoint"] = older(was, random).at("checkpoint");
           }},
          {"an older state",
           [older](auto& files, const past& was, auto& random) { files = older(was, random); }},
          {"an older state's tiles",
           [older](auto& files, const past& was, auto& random) {
             auto state = older(was, random);
             state["checkpoint"] = files["checkpoint"];
             files = std::move(state);
           }},
          {"another key", [](auto& files, const past& was, auto& random) {
             const auto mine = std::exchange(files, was.of_another_key);
             if (random() % 2 == 0) files["key"] = mine.at("key");
           }}};
}

/// A folder on disk that is changed by as few writes as will do.
class log_on_disk {
public:
  explicit log_on_disk(const folder_content& files) { become(files); }

  void become(const folder_content& files) {
    for (const auto& [name, bytes] : content_)
      if (!files.contains(name)) fs::remove(folder_ / name);
    for (const auto& [name, bytes] : files) {
      const auto known = content_.find(name);
      if (known == content_.end() || known->second != bytes) write_bytes(folder_ / name, bytes);
    }
    content_ = files;
  }
  const fs::path& path() const { return folder_.path(); }

private:
  temporary_folder folder_;
  folder_content content_;
};

int rounds() {
  const auto* text = std::getenv("SMARTFIN_TEST_TAMPERINGS");
  return text ? std::atoi(text) : 1'000;
}

}  // namespace

TEST_CASE("whatever is changed in a published log is found when its checkpoint was kept",
          "[audit]") {
  constexpr std::uint64_t seed = 20'260'121;
  random_bits random{seed};
  const past was;
  const auto kept = was.now().at("checkpoint");
  log_on_disk log{was.now()};
  REQUIRE(verified(log.path(), kept).is_sound());
  const auto kinds = tamperings();
  int undone = 0;
  for (int round = 0; round < rounds(); ++round) {
    const auto& [name, tamper] = kinds[random() % kinds.size()];
    auto files = was.now();
    while (files == was.now()) tamper(files, was, random);
    log.become(files);
    const auto result = verified(log.path(), kept);
    if (!result.is_sound()) continue;
    ++undone;
    FAIL_CHECK("not found: " << name << ", seed " << seed << ", round " << round);
  }
  log.become(was.now());
  CHECK(verified(log.path(), kept).is_sound());
  WARN(rounds() << " tamperings, seed " << seed << ", not found: " << undone);
}

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
  const auto key = audit_publisher{log_in(log.path() / "other")}.key();
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
  const auto names = names_of(was.now(), "");
  const auto garbage = [&](std::size_t most) {
    std::string bytes(random() % most, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random() % (random() % 2 ? 256 : 3));
    return bytes;
  };
  for (int round = 0; round < 300; ++round) {
    const temporary_folder scratch;
    for (auto count = random() % 8; count > 0; --count) {
      const auto name = any_name(names, random);
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
