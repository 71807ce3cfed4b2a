#include "domain/audit/tile.hpp"

#include <algorithm>
#include <charconv>

namespace smartfin {
namespace {

constexpr unsigned group = 1000;  // an index is written in groups of three digits

std::string three_digits(std::uint64_t number) {
  auto text = std::to_string(number);
  return std::string(3 - text.size(), '0') + text;
}

std::string index_path(std::uint64_t index) {
  std::string path = three_digits(index % group);
  while ((index /= group) > 0) path.insert(0, "x" + three_digits(index % group).append("/"));
  return path;
}

std::string full_path(const tile& of) {
  const auto level = of.level == tile::entries ? "entries" : std::to_string(of.level);
  return "tile/" + level + "/" + index_path(of.index);
}

std::uint64_t hashes_of_level(int level, std::uint64_t size) {
  return size >> (tile_height * static_cast<unsigned>(std::max(level, 0)));
}

/// What stands before the next slash; takes it and the slash away.
std::string_view next_part(std::string_view& path) {
  const auto slash = path.find('/');
  const auto part = path.substr(0, slash);
  path.remove_prefix(slash == path.npos ? path.size() : slash + 1);
  return part;
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::string path_of(const tile& of) {
  return of.is_full() ? full_path(of) : partials_path_of(of) + "/" + std::to_string(of.width);
}

std::string partials_path_of(const tile& of) { return full_path(of) + ".p"; }

std::optional<tile> parse_tile(std::string_view path) {
  constexpr std::size_t longest = 64;
  if (path.size() > longest) return std::nullopt;
  auto rest = path;
  tile found;
  next_part(rest);
  const auto level = next_part(rest);
  if (level == "entries")
    found.level = tile::entries;
  else if (!read_number(level, found.level) || found.level < 0 || found.level >= tile_levels_max)
    return std::nullopt;
  std::string digits;
  while (rest.starts_with('x')) digits += next_part(rest).substr(1);
  auto last = next_part(rest);
  if (last.ends_with(".p")) {
    last.remove_suffix(2);
    if (!read_number(rest, found.width) || found.width >= tile_width_max) return std::nullopt;
  }
  digits += last;
  if (!read_number(digits, found.index) || found.width == 0) return std::nullopt;
  // Every tile has one path: whatever else the text says, it says it otherwise.
  if (path_of(found) != path) return std::nullopt;
  return found;
}

unsigned width_in_log(int level, std::uint64_t index, std::uint64_t size) {
  const auto hashes = hashes_of_level(level, size);
  if (index > hashes / tile_width_max) return 0;
  return static_cast<unsigned>(
      std::min<std::uint64_t>(hashes - index * tile_width_max, tile_width_max));
}

std::vector<tile> partial_tiles(std::uint64_t size) {
  std::vector<tile> tiles;
  for (int level = tile::entries; level < tile_levels_max; ++level) {
    const auto hashes = hashes_of_level(level, size);
    const auto width = static_cast<unsigned>(hashes % tile_width_max);
    if (width > 0) tiles.push_back({level, hashes / tile_width_max, width});
  }
  return tiles;
}

}  // namespace smartfin
