#include "storage/audit/audit_publisher.hpp"

#include <algorithm>
#include <set>
#include <system_error>

#include "domain/audit/entry_bundle.hpp"
#include "storage/audit/note_codes.hpp"
#include "storage/audit/published_tree.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& folder, const char* why) {
  throw storage_refusal{"the published log in " + folder.string() + " " + why +
                        "; without its file \"checkpoint\" it is published anew"};
}

std::vector<fs::path> listing(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code none;
  for (fs::directory_iterator each{folder, none}, end; !none && each != end; each.increment(none))
    found.push_back(each->path());
  return found;
}

/// The levels' tiles that are not full; nothing when one cannot be read.
std::optional<std::vector<tile_hashes>> read_edge(const fs::path& log, std::uint64_t size) {
  std::vector<tile_hashes> edge;
  for (const auto& partial : partial_tiles(size)) {
    if (partial.level == tile::entries) continue;
    auto hashes = read_hashes(log, partial);
    if (!hashes) return std::nullopt;
    edge.resize(static_cast<std::size_t>(partial.level) + 1);
    edge.back() = *std::move(hashes);
  }
  return edge;
}

bool is_bundle_of(std::string_view bundle, std::span<const merkle_hash> leaves) {
  const auto entries = entries_of_bundle(bundle);
  return entries && std::ranges::equal(*entries, leaves, {}, [](std::string_view entry) {
           return leaf_hash(sha256, entry);
         });
}

}  // namespace

audit_publisher::audit_publisher(published_log log, log_files& files)
    : log_(std::move(log)), files_(files), signer_(log_.origin, log_.signing_seed), tree_(sha256) {
  if (!is_note_name(log_.origin)) refuse(log_.folder, "needs a name without spaces");
  for (const auto& left_over : listing(log_.folder / "staging")) files_.remove(left_over);
  make_folders(log_.folder / "staging");
  std::error_code unknown;
  if (!fs::exists(log_.folder / "checkpoint", unknown) && !unknown) return;
  const auto note = read_log_file(log_.folder / "checkpoint", note_size_max);
  if (!note) refuse(log_.folder, "has a checkpoint that cannot be read");
  resume(*note);
}

void audit_publisher::resume(const std::string& note) {
  const auto text = signer_.key().open(note);
  const auto told = text ? parse_checkpoint(*text) : std::nullopt;
  if (!told || told->origin != log_.origin)
    refuse(log_.folder, "has a checkpoint that this deployment did not sign");
  auto edge = read_edge(log_.folder, told->size);
  if (!edge) refuse(log_.folder, "lacks a tile");
  tree_ = tile_tree{sha256, *std::move(edge)};
  if (head() != *told) refuse(log_.folder, "does not add up to its checkpoint");
  const auto leaves = tree_.edge().empty() ? tile_hashes{} : tree_.edge().front();
  if (!leaves.empty()) {
    auto bundle = read_bundle(log_.folder, {tile::entries, told->size / tile_width_max,
                                            static_cast<unsigned>(leaves.size())});
    if (!bundle || !is_bundle_of(*bundle, leaves)) refuse(log_.folder, "lacks its last entries");
    bundle_ = *std::move(bundle);
  }
  has_head_ = true;
}

stored_tree audit_publisher::tree() const { return published_tree(log_.folder, size()); }

void audit_publisher::publish(std::uint64_t first, std::span<const std::string> entries) {
  if (first > size())
    throw storage_failure{"the published log ends at entry " + std::to_string(size()) +
                          " and cannot go on at " + std::to_string(first)};
  const auto known = std::min<std::uint64_t>(size() - first, entries.size());
  entries = entries.subspan(static_cast<std::size_t>(known));
  if (entries.empty() && has_head_) return;

  auto tree = tree_;
  auto bundle = bundle_;
  const auto tiles = grow(tree, bundle, entries);
  put_in_place(tiles);
  if (!has_head_) {
    put_in_place(log_.folder / "key", signer_.key().text() + "\n");
    files_.sync(log_.folder);
  }
  put_in_place(log_.folder / "checkpoint",
               signer_.sign(checkpoint_text({log_.origin, tree.size(), tree.root()})));
  tree_ = std::move(tree);
  bundle_ = std::move(bundle);
  has_head_ = true;
  files_.sync(log_.folder);
  for (const auto& [of, bytes] : tiles)
    if (of.is_full()) remove_partials(of);
}

std::vector<audit_publisher::file> audit_publisher::grow(
    tile_tree& tree, std::string& bundle, std::span<const std::string> entries) const {
  std::vector<file> files;
  const auto full = [&](unsigned level, std::uint64_t index, const tile_hashes& hashes) {
    if (level == 0) files.emplace_back(tile{tile::entries, index}, std::exchange(bundle, {}));
    files.emplace_back(tile{static_cast<int>(level), index}, tile_bytes(hashes));
  };
  const auto before = partial_tiles(tree.size());
  for (const auto& entry : entries) {
    if (entry.size() > log_entry_size_max)
      throw storage_failure{"an audit entry has more than 65,535 bytes"};
    append_to_bundle(bundle, entry);
    tree.append(leaf_hash(sha256, entry), full);
  }
  for (const auto& partial : partial_tiles(tree.size())) {
    if (std::ranges::find(before, partial) != before.end()) continue;
    files.emplace_back(partial,
                       partial.level == tile::entries
                           ? bundle
                           : tile_bytes(tree.edge()[static_cast<std::size_t>(partial.level)]));
  }
  return files;
}

void audit_publisher::put_in_place(std::span<const file> tiles) {
  const auto staged = [&](std::size_t i) { return log_.folder / "staging" / std::to_string(i); };
  for (std::size_t i = 0; i < tiles.size(); ++i) files_.write(staged(i), tiles[i].second);
  for (std::size_t i = 0; i < tiles.size(); ++i) files_.sync(staged(i));
  std::set<fs::path> folders;
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    const auto target = log_.folder / path_of(tiles[i].first);
    make_folders(target.parent_path());
    files_.rename(staged(i), target);
    folders.insert(target.parent_path());
  }
  for (const auto& folder : folders) files_.sync(folder);
}

void audit_publisher::put_in_place(const fs::path& target, const std::string& bytes) {
  const auto staged = log_.folder / "staging" / target.filename();
  files_.write(staged, bytes);
  files_.sync(staged);
  files_.rename(staged, target);
}

void audit_publisher::make_folders(const fs::path& folder) {
  std::error_code absent;
  if (fs::is_directory(folder, absent)) return;
  const auto above = folder.has_parent_path() ? folder.parent_path() : fs::path{"."};
  if (above != folder) make_folders(above);
  files_.make_folder(folder);
  files_.sync(above);
}

void audit_publisher::remove_partials(const tile& full) {
  const auto folder = log_.folder / partials_path_of(full);
  const auto partials = listing(folder);
  for (const auto& partial : partials) files_.remove(partial);
  if (!partials.empty()) files_.remove(folder);
}

}  // namespace smartfin
