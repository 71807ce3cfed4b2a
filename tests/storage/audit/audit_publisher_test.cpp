#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "storage/audit/note_codes.hpp"
#include "storage/storage_failure.hpp"
#include "tests/storage/audit/published_logs.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

namespace fs = std::filesystem;

/// Publishes in batches of the given ends and requires a sound log after each.
void grow(const fs::path& folder, const std::vector<std::uint64_t>& ends) {
  audit_publisher publisher{log_in(folder)};
  for (const auto end : ends) {
    publish_up_to(publisher, end);
    const auto result = verified(folder);
    INFO(told(result));
    REQUIRE(result.is_sound());
    CHECK(result.head == publisher.head());
    CHECK(result.head->size == end);
  }
}

/// What a checkpoint of `size` needs, without the forms of before.
folder_content published_content(const fs::path& folder, std::uint64_t size) {
  auto files = content_of(folder);
  std::erase_if(files, [size](const auto& file) {
    const auto of = parse_tile(file.first);
    return of && of->width != width_in_log(of->level, of->index, size);
  });
  return files;
}

}  // namespace

TEST_CASE("a log is the same whatever the batches in which it was published", "[audit]") {
  const temporary_folder scratch;
  const std::vector<std::uint64_t> ends{0, 1, 2, 255, 256, 257, 511, 512, 513, 1'280, 1'300};
  grow(scratch / "steps", ends);
  grow(scratch / "whole", {1'300});
  CHECK(published_content(scratch / "steps", 1'300) == published_content(scratch / "whole", 1'300));
}

TEST_CASE("a log goes on where it ended when its publisher starts again", "[audit]") {
  const temporary_folder scratch;
  for (const std::uint64_t end : {3, 200, 256, 300, 512, 900}) {
    audit_publisher publisher{log_in(scratch / "log")};
    publish_up_to(publisher, end);
    CHECK(audit_publisher{log_in(scratch / "log")}.head() == publisher.head());
  }
  audit_publisher whole{log_in(scratch / "whole")};
  publish_up_to(whole, 900);
  CHECK(audit_publisher{log_in(scratch / "log")}.head() == whole.head());
  CHECK(verified(scratch / "log").is_sound());
}

TEST_CASE("publishing entries again changes nothing", "[audit]") {
  const temporary_folder scratch;
  audit_publisher publisher{log_in(scratch / "log")};
  publish_up_to(publisher, 600);
  const auto before = content_of(scratch / "log");
  publisher.publish(0, entries_from(0, 600));
  publisher.publish(300, entries_from(300, 10));
  publisher.publish(600, {});
  CHECK(content_of(scratch / "log") == before);
  publisher.publish(590, entries_from(590, 30));
  CHECK(publisher.size() == 620);
  CHECK(verified(scratch / "log").is_sound());
}

TEST_CASE("an entry that differs from the published one of its index is refused, with all after it",
          "[audit]") {
  const temporary_folder scratch;
  audit_publisher publisher{log_in(scratch / "log")};
  publish_up_to(publisher, 300);
  const auto before = content_of(scratch / "log");
  auto other = entries_from(298, 10);
  other[1] = "another history";
  CHECK_THROWS_AS(publisher.publish(298, other), storage_refusal);
  CHECK(content_of(scratch / "log") == before);
  publisher.publish(298, entries_from(298, 10));
  CHECK(publisher.size() == 308);
  CHECK(verified(scratch / "log").is_sound());
}

TEST_CASE("a gap or an entry too long is refused and leaves the log as it was", "[audit]") {
  const temporary_folder scratch;
  audit_publisher publisher{log_in(scratch / "log")};
  publish_up_to(publisher, 5);
  const auto before = content_of(scratch / "log");
  CHECK_THROWS_AS(publisher.publish(6, entries_from(6, 1)), storage_failure);
  const std::vector<std::string> too_long{"short", std::string(65'536, 'x')};
  CHECK_THROWS_AS(publisher.publish(5, too_long), storage_failure);
  CHECK(content_of(scratch / "log") == before);
  const std::vector<std::string> longest{std::string(65'535, 'x')};
  publisher.publish(5, longest);
  CHECK(publisher.size() == 6);
  CHECK(verified(scratch / "log").is_sound());
}

TEST_CASE("partial tiles go when their full tile is there", "[audit]") {
  const temporary_folder scratch;
  audit_publisher publisher{log_in(scratch / "log")};
  for (const std::uint64_t end : {1, 100, 200}) publish_up_to(publisher, end);
  CHECK(fs::exists(scratch / "log/tile/0/000.p/1"));
  publish_up_to(publisher, 700);
  CHECK_FALSE(fs::exists(scratch / "log/tile/0/000.p"));
  CHECK_FALSE(fs::exists(scratch / "log/tile/entries/000.p"));
  CHECK(fs::exists(scratch / "log/tile/entries/002.p/188"));
  CHECK(fs::exists(scratch / "log/tile/1/000.p/2"));
  CHECK(fs::is_empty(scratch / "log/staging"));
}

TEST_CASE("proofs from a published log hold against its checkpoint", "[audit]") {
  const temporary_folder scratch;
  audit_publisher publisher{log_in(scratch / "log")};
  std::vector<log_head> heads;
  for (const std::uint64_t end : {1, 256, 300, 777, 1'500}) {
    publish_up_to(publisher, end);
    heads.push_back(publisher.head());
  }
  const auto tree = publisher.tree();
  const auto& now = heads.back();
  for (std::uint64_t index = 0; index < now.size; index += 13) {
    const auto leaf = leaf_hash(sha256, entries_from(index, 1).front());
    CHECK(shows_inclusion(sha256, {index, leaf, now.size, now.root},
                          prove_inclusion(tree, index, now.size).value()));
  }
  for (const auto& old : heads) {
    CHECK(root_at(tree, old.size) == old.root);
    CHECK(shows_consistency(sha256, {old.size, old.root, now.size, now.root},
                            prove_consistency(tree, old.size, now.size).value()));
  }
  CHECK_THROWS_AS(tree.node(0, now.size), storage_failure);
}

TEST_CASE("a log of three levels is sound, and a change in its middle level is found", "[audit]") {
  const temporary_folder scratch;
  const auto folder = scratch / "log";
  audit_publisher publisher{log_in(folder)};
  publish_up_to(publisher, 65'000);
  publish_up_to(publisher, 66'000);
  CHECK(verified(folder).is_sound());
  CHECK(fs::exists(folder / "tile/1/000"));
  CHECK(fs::exists(folder / "tile/2/000.p/1"));
  const auto proof = prove_inclusion(publisher.tree(), 12'345, 66'000);
  const auto leaf = leaf_hash(sha256, entries_from(12'345, 1).front());
  CHECK(shows_inclusion(sha256, {12'345, leaf, 66'000, publisher.head().root}, proof.value()));
  for (const auto* name : {"tile/1/000", "tile/2/000.p/1", "tile/1/001.p/1", "tile/0/200"}) {
    const auto kept = bytes_of(folder / name);
    auto changed = kept;
    changed[changed.size() / 2] ^= 1;
    write_bytes(folder / name, changed);
    const auto result = verified(folder);
    CHECK_FALSE(result.is_sound());
    CHECK(told(result).find(name) != std::string::npos);
    write_bytes(folder / name, kept);
  }
}

TEST_CASE("a log of another key, another name or with broken files is not gone on with",
          "[audit]") {
  const temporary_folder scratch;
  const auto folder = scratch / "log";
  {
    audit_publisher publisher{log_in(folder)};
    publish_up_to(publisher, 300);
  }
  auto other_key = log_in(folder);
  other_key.signing_seed.data()[0] ^= 1;
  CHECK_THROWS_AS(audit_publisher{other_key}, storage_refusal);
  auto other_name = log_in(folder);
  other_name.origin = "other.example";
  CHECK_THROWS_AS(audit_publisher{other_name}, storage_refusal);
  auto no_name = log_in(scratch / "new");
  no_name.origin = "has spaces";
  CHECK_THROWS_AS(audit_publisher{no_name}, storage_refusal);
  for (const auto* name : {"tile/0/001.p/44", "tile/entries/001.p/44", "tile/1/000.p/1"}) {
    const auto kept = bytes_of(folder / name);
    fs::remove(folder / name);
    CHECK_THROWS_AS(audit_publisher{log_in(folder)}, storage_refusal);
    auto changed = kept;
    changed.back() ^= 1;
    write_bytes(folder / name, changed);
    CHECK_THROWS_AS(audit_publisher{log_in(folder)}, storage_refusal);
    write_bytes(folder / name, kept);
  }
  write_bytes(folder / "tile/0/001.p/44", "garbage");
  fs::remove(folder / "checkpoint");
  audit_publisher anew{log_in(folder)};
  CHECK(anew.size() == 0);
  anew.publish(0, entries_from(0, 300));
  CHECK(verified(folder).is_sound());
}
