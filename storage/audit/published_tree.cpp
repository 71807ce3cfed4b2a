#include "storage/audit/published_tree.hpp"

#include <map>
#include <memory>
#include <span>
#include <utility>

#include "storage/audit/log_files.hpp"
#include "storage/audit/note_codes.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

/// The hashes between the levels that are kept are made again from the tile below them.
class tiles_read {
public:
  tiles_read(std::filesystem::path log, std::uint64_t size) : log_(std::move(log)), size_(size) {}

  merkle_hash node(unsigned level, std::uint64_t index) {
    const auto below = level % tile_height;
    const auto first = index << below;
    const auto& hashes = tile_at(static_cast<int>(level / tile_height), first / tile_width_max);
    const auto offset = first % tile_width_max;
    const std::size_t count = std::size_t{1} << below;
    if (offset + count > hashes.size())
      throw storage_failure{"the published log is shorter than the node asked for"};
    return merkle_root(sha256, std::span{hashes}.subspan(offset, count));
  }

private:
  const tile_hashes& tile_at(int level, std::uint64_t index) {
    const auto known = tiles_.find({level, index});
    if (known != tiles_.end()) return known->second;
    const auto width = width_in_log(level, index, size_);
    auto hashes = width == 0 ? std::nullopt : read_hashes(log_, {level, index, width});
    if (!hashes)
      throw storage_failure{"the published log cannot be read: " + path_of({level, index})};
    if (tiles_.size() >= tiles_max) tiles_.clear();
    return tiles_.insert_or_assign({level, index}, *std::move(hashes)).first->second;
  }

  static constexpr std::size_t tiles_max = 64;
  std::filesystem::path log_;
  std::uint64_t size_;
  std::map<std::pair<int, std::uint64_t>, tile_hashes> tiles_;
};

}  // namespace

stored_tree published_tree(const std::filesystem::path& log, std::uint64_t size) {
  return {sha256, [tiles = std::make_shared<tiles_read>(log, size)](
                      unsigned level, std::uint64_t index) { return tiles->node(level, index); }};
}

}  // namespace smartfin
