#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>

#include "domain/audit/entry_bundle.hpp"
#include "domain/audit/tile.hpp"

using namespace smartfin;

TEST_CASE("a tile's path is that of the tlog-tiles form", "[audit]") {
  CHECK(path_of({0, 0}) == "tile/0/000");
  CHECK(path_of({1, 1'234'067}) == "tile/1/x001/x234/067");
  CHECK(path_of({tile::entries, 999, 17}) == "tile/entries/999.p/17");
  CHECK(path_of({0, 1'000, 1}) == "tile/0/x001/000.p/1");
  CHECK(partials_path_of({0, 1'000, 1}) == "tile/0/x001/000.p");
}

TEST_CASE("a path read back is the tile, and each tile has one path only", "[audit]") {
  std::mt19937_64 random{7};
  for (int round = 0; round < 5'000; ++round) {
    const tile of{static_cast<int>(random() % 9) - 1, random() >> (random() % 64),
                  static_cast<unsigned>(1 + random() % 256)};
    const auto path = path_of(of);
    CHECK(parse_tile(path) == of);
    auto other = path;
    other[random() % other.size()] = static_cast<char>(random() % 256);
    if (const auto parsed = parse_tile(other)) CHECK(path_of(*parsed) == other);
  }
  for (const auto* text : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "tile/0/0",
                           "tile/0/00",
                           "tile/0/0000",
                           "tile/0/x000/001",
                           "tile/00/001",
                           "tile/8/001",
                           "tile/-1/001",
                           "tile/64/001",
                           "tile/0/001.p",
                           "tile/0/001.p/",
                           "tile/0/001.p/0",
                           "tile/0/001.p/01",
                           "tile/0/001.p/256",
                           "tile/0/x001",
                           "tile/0/001/",
                           "/tile/0/001",
                           "tile/entries/001.p/-1",
                           "tile//001",
                           "tile/0/x018/x446/x744/x073/x709/x551/616",
                           "tile/0/+01"})
    CHECK_FALSE(parse_tile(text));
}

TEST_CASE("a log of 70,000 entries has the tiles of the form's own example", "[audit]") {
  CHECK(width_in_log(0, 272, 70'000) == 256);
  CHECK(width_in_log(0, 273, 70'000) == 112);
  CHECK(width_in_log(0, 274, 70'000) == 0);
  CHECK(width_in_log(1, 0, 70'000) == 256);
  CHECK(width_in_log(1, 1, 70'000) == 17);
  CHECK(width_in_log(2, 0, 70'000) == 1);
  CHECK(width_in_log(3, 0, 70'000) == 0);
  CHECK(width_in_log(tile::entries, 273, 70'000) == 112);
  CHECK(partial_tiles(70'000) ==
        std::vector<tile>{{tile::entries, 273, 112}, {0, 273, 112}, {1, 1, 17}, {2, 0, 1}});
  CHECK(partial_tiles(256) == std::vector<tile>{{1, 0, 1}});
  CHECK(partial_tiles(0).empty());
}

TEST_CASE("a bundle gives back its entries, and part of one gives nothing", "[audit]") {
  std::string bundle;
  const std::string longest(log_entry_size_max, 'x'), zeros(3, '\0');
  append_to_bundle(bundle, "");
  append_to_bundle(bundle, zeros);
  append_to_bundle(bundle, longest);
  CHECK(bundle.substr(0, 7) == std::string("\0\0\0\3\0\0\0", 7));
  const auto entries = entries_of_bundle(bundle);
  REQUIRE(entries);
  CHECK(*entries == std::vector<std::string_view>{"", zeros, longest});
  CHECK(entries_of_bundle("")->empty());
  for (const std::size_t size : {1UL, 3UL, 6UL, 8UL, 100UL, bundle.size() - 1})
    CHECK_FALSE(entries_of_bundle(std::string_view{bundle}.substr(0, size)));
}
