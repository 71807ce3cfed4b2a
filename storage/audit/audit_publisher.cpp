#include "storage/audit/audit_publisher.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

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
  std::set<fs::path> changed;
  make_folders(log_.folder / "staging", changed);
  sync(changed);
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

void audit_publisher::compare_published(std::uint64_t first,
                                        std::span<const std::string> entries) const {
  const auto published = tree();
  for (const auto& entry : entries)
    if (const auto index = first++; published.node(0, index) != leaf_hash(sha256, entry))
      throw storage_refusal{"audit entry " + std::to_string(index) +
                            " is not the one that was published"};
}

void audit_publisher::publish(std::uint64_t first, std::span<const std::string> entries) {
  if (first > size())
    throw storage_failure{"the published log ends at entry " + std::to_string(size()) +
                          " and cannot go on at " + std::to_string(first)};
  const auto known =
      static_cast<std::size_t>(std::min<std::uint64_t>(size() - first, entries.size()));
  compare_published(first, entries.first(known));
  entries = entries.subspan(known);
  if (entries.empty() && has_head_) return;

  auto tree = tree_;
  auto bundle = bundle_;
  auto files = grow(tree, bundle, entries);
  if (!has_head_) files.push_back({"key", signer_.key().text() + "\n"});
  files.push_back(
      {"checkpoint", signer_.sign(checkpoint_text({log_.origin, tree.size(), tree.root()}))});
  stage(files);
  put_in_place(std::span{files}.first(files.size() - 1));
  files_.rename(staged(files.size() - 1), log_.folder / "checkpoint");
  tree_ = std::move(tree);
  bundle_ = std::move(bundle);
  has_head_ = true;
  sync({log_.folder});
  remove_partials(files);
}

std::vector<audit_publisher::file> audit_publisher::grow(
    tile_tree& tree, std::string& bundle, std::span<const std::string> entries) const {
  std::vector<file> files;
  const auto full = [&](unsigned level, std::uint64_t index, const tile_hashes& hashes) {
    if (level == 0) files.push_back({path_of({tile::entries, index}), std::exchange(bundle, {})});
    files.push_back({path_of({static_cast<int>(level), index}), tile_bytes(hashes)});
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
    const auto level = static_cast<std::size_t>(partial.level);
    files.push_back({path_of(partial),
                     partial.level == tile::entries ? bundle : tile_bytes(tree.edge()[level])});
  }
  return files;
}

void audit_publisher::stage(std::span<const file> files) {
  std::vector<fs::path> paths;
  for (const auto& each : files) {
    paths.push_back(staged(paths.size()));
    files_.write(paths.back(), each.bytes);
  }
  files_.sync(paths);
}

void audit_publisher::put_in_place(std::span<const file> files) {
  std::set<fs::path> changed;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto target = log_.folder / files[i].name;
    make_folders(target.parent_path(), changed);
    files_.rename(staged(i), target);
    changed.insert(target.parent_path());
  }
  sync(changed);
}

void audit_publisher::make_folders(const fs::path& folder, std::set<fs::path>& changed) {
  std::error_code absent;
  if (folder.empty() || fs::is_directory(folder, absent)) return;
  make_folders(folder.parent_path(), changed);
  files_.make_folder(folder);
  changed.insert(folder.has_parent_path() ? folder.parent_path() : fs::path{"."});
}

void audit_publisher::sync(const std::set<fs::path>& folders) {
  files_.sync(std::vector<fs::path>{folders.begin(), folders.end()});
}

void audit_publisher::remove_partials(std::span<const file> files) {
  for (const auto& each : files) {
    const auto of = parse_tile(each.name);
    if (!of || !of->is_full()) continue;
    const auto folder = log_.folder / partials_path_of(*of);
    const auto partials = listing(folder);
    for (const auto& partial : partials) files_.remove(partial);
    if (!partials.empty()) files_.remove(folder);
  }
}

fs::path audit_publisher::staged(std::size_t number) const {
  return log_.folder / "staging" / std::to_string(number);
}

}  // namespace smartfin
