#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_template_test_macros.hpp>

#include "storage/storage_failure.hpp"
#include "tests/storage/objects/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

TEMPLATE_TEST_CASE("an object comes back whole and in parts", "[objects]", folder_form, s3_form,
                   swift_form) {
  const TestType form;
  const auto store = form.open();
  const auto name = new_object_name();
  const auto bytes = some_bytes(100'000);
  CHECK_FALSE(store->size_of(name));
  CHECK_FALSE(store->read(name, {0, 10}));
  put(*store, name, bytes);
  CHECK(store->size_of(name) == 100'000);
  CHECK(store->read(name, {0, 100'000}) == bytes);
  CHECK(store->read(name, {0, 1'000'000}) == bytes);
  CHECK(store->read(name, {99'990, 5}) == bytes.substr(99'990, 5));
  CHECK(store->read(name, {99'990, 50}) == bytes.substr(99'990));
  CHECK(store->read(name, {100'000, 50}) == "");
  CHECK(store->read(name, {7, 0}) == "");
  put(*store, name, "replaced");
  CHECK(store->read(name, {0, 100}) == "replaced");
  CHECK(form.open()->read(name, {0, 100}) == "replaced");

  store->remove(name);
  CHECK_FALSE(store->read(name, {0, 10}));
  store->remove(name);
  const auto counts = store->counts();
  CHECK(counts.available);
  CHECK(counts.failures == 0);
  CHECK(counts.writes == 2);
  CHECK(counts.removals == 2);
}

TEMPLATE_TEST_CASE("an object of many parts comes back whole", "[objects]", folder_form, s3_form,
                   swift_form) {
  const TestType form;
  const auto store = form.open();
  for (const std::size_t size : {std::size_t{5} << 20, (std::size_t{11} << 20) + 3}) {
    const auto name = new_object_name();
    const auto bytes = some_bytes(size);
    put(*store, name, bytes);
    CHECK(store->size_of(name) == size);
    CHECK((store->read(name, {0, size}) == bytes));
    CHECK((store->read(name, {(5 << 20) - 2, 4}) == bytes.substr((5 << 20) - 2, 4)));
    store->remove(name);
  }
}

TEMPLATE_TEST_CASE("names are listed by prefix, in their order, part by part", "[objects]",
                   folder_form, s3_form, swift_form) {
  const TestType form;
  const auto store = form.open();
  std::vector<std::string> names;
  for (const char* name : {"a0/1", "a0/2", "a1/0", "zz/9"}) {
    names.emplace_back(name);
    put(*store, name, "x");
  }
  CHECK(store->list("", "", 100) == names);
  CHECK(store->list("a0/", "", 100) == std::vector<std::string>{"a0/1", "a0/2"});
  CHECK(store->list("a", "a0/1", 1) == std::vector<std::string>{"a0/2"});
  CHECK(store->list("", "zz/9", 5).empty());
  for (const auto& name : names) store->remove(name);
}

TEMPLATE_TEST_CASE("what is no name of an object reaches nothing", "[objects]", folder_form,
                   s3_form) {
  const TestType form;
  const auto store = form.open();
  for (const char* name : {"", "ab", "ab/", "../etc/passwd", "ab/../c", "/ab/c", "AB/c", "ab/c d",
                           "abc/d", "ab/c/d"}) {
    INFO(name);
    CHECK_THROWS_AS(store->read(name, {0, 1}), storage_failure);
    CHECK_THROWS_AS(put(*store, name, "x"), storage_failure);
    CHECK_THROWS_AS(store->remove(name), storage_failure);
  }
}

namespace {

/// Breaks off behind its first bytes.
class broken_source final : public byte_stream {
public:
  std::size_t read(std::span<unsigned char> into) override {
    if (given_ > (12u << 20)) throw storage_failure{"broken off"};
    std::fill(into.begin(), into.end(), static_cast<unsigned char>('x'));
    given_ += into.size();
    return into.size();
  }

private:
  std::size_t given_ = 0;
};

}  // namespace

TEMPLATE_TEST_CASE("a content that breaks off leaves no object", "[objects]", folder_form, s3_form,
                   swift_form) {
  const TestType form;
  const auto store = form.open();
  const auto name = new_object_name();
  broken_source content;
  CHECK_THROWS_AS(store->put(name, content), storage_failure);
  CHECK_FALSE(store->size_of(name));
  CHECK(store->list("", "", 10).empty());
}

TEST_CASE("a death while an object is written leaves nothing of it to see") {
  const temporary_folder folder;
  const auto name = new_object_name();
  // The child dies in the middle of its content.
  class dying_source final : public byte_stream {
  public:
    std::size_t read(std::span<unsigned char> into) override {
      if (++pieces_ > 3) ::_exit(9);
      std::fill(into.begin(), into.end(), static_cast<unsigned char>('x'));
      return into.size();
    }

  private:
    int pieces_ = 0;
  };
  if (const auto child = ::fork(); child == 0) {
    dying_source content;
    make_folder_store(folder.path())->put(name, content);
    ::_exit(0);
  } else {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WEXITSTATUS(status) == 9);
  }
  const auto left = [&] {
    std::size_t files = 0;
    for (const auto& each : std::filesystem::recursive_directory_iterator{folder.path()})
      files += each.is_regular_file() ? 1 : 0;
    return files;
  };
  CHECK(left() == 1);
  const auto store = make_folder_store(folder.path());
  CHECK(left() == 0);
  CHECK_FALSE(store->size_of(name));
  CHECK(store->list("", "", 10).empty());
}

TEST_CASE("nothing is removed while someone copies the folder") {
  const temporary_folder folder;
  const auto store = make_folder_store(folder.path());
  put(*store, "ab/1", "x");
  const int copier = ::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY);
  REQUIRE(::flock(copier, LOCK_SH) == 0);
  CHECK_THROWS_AS(store->remove("ab/1"), storage_failure);
  CHECK(store->size_of("ab/1") == 1);
  put(*store, "ab/2", "y");
  ::close(copier);
  store->remove("ab/1");
  CHECK_FALSE(store->size_of("ab/1"));
}
