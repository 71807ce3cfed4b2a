#include <catch2/catch_test_macros.hpp>

#include "storage/objects/sealed_object.hpp"
#include "storage/storage_failure.hpp"
#include "tests/storage/objects/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

constexpr std::size_t chunk = 64 * 1024;

/// A folder with one sealed object.
struct one_object {
  folder_form form;
  std::unique_ptr<object_store> store = form.open();
  std::string content;
  sealed_place place;

  explicit one_object(std::size_t size)
      : content(some_bytes(size)), place{new_object_name(), size, key_bytes::random()} {
    memory_stream plain{content};
    store->put(place.name, *sealed_content(plain, place));
  }
  std::string stored() const { return store->read(place.name, {0, 10'000'000}).value(); }
  void replace(const std::string& bytes) const { put(*store, place.name, bytes); }
  std::string open(std::uint64_t offset, std::uint64_t size) const {
    return open_part(*store, place, {offset, size});
  }
};

}  // namespace

TEST_CASE("sealed contents of every size open, and take the room that was foretold") {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 77}) {
    INFO(size);
    const one_object object{size};
    CHECK(object.stored().size() == sealed_size(size));
    CHECK((object.open(0, size) == object.content));
    CHECK((object.open(0, UINT64_MAX) == object.content));
    CHECK(object.open(size, 10).empty());
  }
}

TEST_CASE("any part of a sealed content opens by itself") {
  const one_object object{3 * chunk + 77};
  for (const std::uint64_t offset : {std::size_t{0}, std::size_t{5}, chunk - 1, chunk, chunk + 1,
                                     2 * chunk, 3 * chunk, 3 * chunk + 76})
    for (const std::uint64_t size : {std::size_t{1}, std::size_t{2}, chunk, chunk + 1, 2 * chunk}) {
      INFO(offset << " " << size);
      CHECK((object.open(offset, size) == object.content.substr(offset, size)));
    }
}

TEST_CASE("a changed bit anywhere in an object is found") {
  const one_object object{2 * chunk + 100};
  const auto good = object.stored();
  for (std::size_t at = 0; at < good.size(); at += 977) {
    auto bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1 << at % 8);
    object.replace(bad);
    INFO(at);
    CHECK_THROWS_AS(object.open(0, object.content.size()), damaged_object);
  }
  object.replace(good);
  CHECK((object.open(0, object.content.size()) == object.content));
}

TEST_CASE("an object that was cut, lengthened at a chunk or has chunks swapped does not open") {
  const one_object object{3 * chunk};
  const auto good = object.stored();
  const auto sealed_chunk = chunk + 16;
  for (const auto size : {std::size_t{0}, std::size_t{31}, std::size_t{32}, 32 + sealed_chunk,
                          32 + 2 * sealed_chunk, good.size() - 1}) {
    INFO(size);
    object.replace(good.substr(0, size));
    CHECK_THROWS_AS(object.open(0, object.content.size()), damaged_object);
  }
  object.replace(good.substr(0, 32) + good.substr(32 + sealed_chunk, sealed_chunk) +
                 good.substr(32, sealed_chunk) + good.substr(32 + 2 * sealed_chunk));
  CHECK_THROWS_AS(object.open(0, 1), damaged_object);
  // Two chunks as if they were all: the second was not sealed as the last.
  object.replace(good);
  CHECK_THROWS_AS(
      open_part(*object.store, {object.place.name, 2 * chunk, object.place.key}, {chunk, chunk}),
      damaged_object);
  object.store->remove(object.place.name);
  CHECK_THROWS_AS(object.open(0, 1), damaged_object);
}

TEST_CASE("an object opens under its own name and key only, and shows nothing of its content") {
  const one_object object{1'000};
  put(*object.store, "ab/other", object.stored());
  CHECK_THROWS_AS(open_part(*object.store, {"ab/other", 1'000, object.place.key}, {0, 1}),
                  damaged_object);
  CHECK_THROWS_AS(open_part(*object.store, {object.place.name, 1'000, key_bytes::random()}, {0, 1}),
                  damaged_object);
  CHECK(object.stored().find(object.content.substr(0, 16)) == std::string::npos);
}

TEST_CASE("a content of another size than was said is refused, and leaves no object") {
  const folder_form form;
  const auto store = form.open();
  for (const std::uint64_t size : {std::uint64_t{999}, std::uint64_t{1'001}}) {
    const auto content = some_bytes(1'000);
    memory_stream plain{content};
    const auto sealed = sealed_content(plain, {"ab/c", size, key_bytes::random()});
    CHECK_THROWS_AS(store->put("ab/c", *sealed), storage_failure);
    CHECK_FALSE(store->size_of("ab/c"));
  }
}
