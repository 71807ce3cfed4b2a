#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace smartfin {

inline constexpr unsigned tile_height = 8;
inline constexpr unsigned tile_width_max = 1U << tile_height;
/// A log counts its entries with 64 bits, so that its tree has no more levels of tiles.
inline constexpr int tile_levels_max = 8;

/// One file of a log in the C2SP tlog-tiles form: hashes of one level, or the entries below a tile of level 0.
struct tile {
  static constexpr int entries = -1;  // the level of entry bundles

  int level = 0;
  std::uint64_t index = 0;
  unsigned width = tile_width_max;  // 1..256 hashes or entries; fewer than 256: a partial tile

  bool is_full() const { return width == tile_width_max; }
  friend auto operator<=>(const tile&, const tile&) = default;
};

/// "tile/0/x001/234", "tile/entries/000.p/17".
std::string path_of(const tile& of);
/// The folder of all partial forms of the tile: "tile/0/x001/234.p".
std::string partials_path_of(const tile& of);
/// The tile with exactly this path; nothing for any other text.
std::optional<tile> parse_tile(std::string_view path);

/// The width of a tile in a log of `size` entries; 0 when such a log has no such tile.
unsigned width_in_log(int level, std::uint64_t index, std::uint64_t size);
/// The partial tiles of a log of `size` entries: none for a level that ends with a full tile.
std::vector<tile> partial_tiles(std::uint64_t size);

}  // namespace smartfin
