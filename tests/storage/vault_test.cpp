#include "storage/vault.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "storage/storage_failure.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;
namespace fs = std::filesystem;

namespace {

bool equal(const key_bytes& a, const key_bytes& b) {
  return std::equal(a.data(), a.data() + key_bytes::size, b.data());
}

void write(const fs::path& file, std::string_view text, fs::perms allowed) {
  std::ofstream{file} << text;
  fs::permissions(file, allowed);
}

constexpr auto private_file = fs::perms::owner_read | fs::perms::owner_write;
constexpr std::string_view sound_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";

}  // namespace

TEST_CASE("a sealed text opens at its place only") {
  const subject_key key{key_bytes::random()};
  const auto sealed = key.seal("Anna's rent", "transactions/1/note");
  CHECK(sealed.find("rent") == std::string::npos);
  CHECK(key.open(sealed, "transactions/1/note") == "Anna's rent");
  CHECK_THROWS_AS(key.open(sealed, "transactions/2/note"), storage_failure);
  CHECK_THROWS_AS(subject_key{key_bytes::random()}.open(sealed, "transactions/1/note"),
                  storage_failure);
  CHECK(key.open(key.seal("", "p"), "p").empty());
}

TEST_CASE("the same text sealed twice looks different") {
  const subject_key key{key_bytes::random()};
  CHECK(key.seal("text", "place") != key.seal("text", "place"));
}

TEST_CASE("a sealed text with any one character changed, missing or added does not open") {
  const subject_key key{key_bytes::random()};
  const auto sealed = key.seal("words", "place");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    CAPTURE(i);
    auto changed = sealed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK_THROWS_AS(key.open(changed, "place"), storage_failure);
    CHECK_THROWS_AS(key.open(sealed.substr(0, i), "place"), storage_failure);
  }
  CHECK_THROWS_AS(key.open(sealed + "A", "place"), storage_failure);
}

TEST_CASE("a look-up hash is stable for a key and differs between keys") {
  const auto root = key_bytes::random();
  const subject_key key{root}, same{root}, other{key_bytes::random()};
  CHECK(key.lookup("Anna") == same.lookup("Anna"));
  CHECK(key.lookup("Anna") != key.lookup("anna"));
  CHECK(key.lookup("Anna") != other.lookup("Anna"));
}

TEST_CASE("a wrapped key unwraps for its subject and under its master key only") {
  const vault keys{key_bytes::random()};
  const auto wrapped = keys.new_wrapped_key("finance/book/7");
  const auto sealed = keys.unwrap(wrapped, "finance/book/7").seal("words", "place");
  CHECK(keys.unwrap(wrapped, "finance/book/7").open(sealed, "place") == "words");
  CHECK_THROWS_AS(keys.unwrap(wrapped, "finance/book/8"), storage_failure);
  CHECK_THROWS_AS(vault{key_bytes::random()}.unwrap(wrapped, "finance/book/7"), storage_failure);
}

TEST_CASE("every purpose has its own key, the same at every start") {
  const auto master = key_bytes::random();
  CHECK(equal(vault{master}.derive("cursors"), vault{master}.derive("cursors")));
  CHECK_FALSE(equal(vault{master}.derive("cursors"), vault{master}.derive("cookies")));
}

TEST_CASE("a master key is made once, private, and read again") {
  const temporary_folder folder;
  const auto file = folder / "key";
  CHECK_THROWS_AS(vault::open(file, false), storage_refusal);
  CHECK_FALSE(fs::exists(file));
  const auto made = vault::open(file, true);
  CHECK(fs::status(file).permissions() == private_file);
  CHECK(equal(made.derive("p"), vault::open(file, false).derive("p")));
  CHECK(equal(made.derive("p"), vault::open(file, true).derive("p")));
}

TEST_CASE("a master key that others may read is refused") {
  const temporary_folder folder;
  write(folder / "key", sound_key, private_file);
  CHECK_NOTHROW(vault::open(folder / "key", false));
  write(folder / "key", sound_key, private_file | fs::perms::group_read);
  CHECK_THROWS_AS(vault::open(folder / "key", false), storage_refusal);
  write(folder / "key", sound_key, private_file | fs::perms::others_read);
  CHECK_THROWS_AS(vault::open(folder / "key", true), storage_refusal);
}

TEST_CASE("a file that is no master key is refused and stays as it is") {
  const temporary_folder folder;
  for (const std::string_view text : {"", "short", "AAAA AAAA", "%%%"}) {
    CAPTURE(text);
    write(folder / "key", text, private_file);
    CHECK_THROWS_AS(vault::open(folder / "key", true), storage_refusal);
    CHECK(fs::file_size(folder / "key") == text.size());
  }
  CHECK_THROWS_AS(vault::open(folder.path(), true), storage_refusal);
}
