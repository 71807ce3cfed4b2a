#include "storage/audit/audit_verification.hpp"

#include <sodium.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "domain/audit/entry_bundle.hpp"
#include "storage/audit/log_files.hpp"
#include "storage/audit/note_codes.hpp"
#include "storage/audit/published_tree.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

/// Ends the look through a log that has more faults than anyone reads.
struct enough {};

class faults_found {
public:
  explicit faults_found(verification& into) : into_(into) {}

  void add(std::string file, std::string what) {
    if (into_.faults.size() == verification::faults_max) {
      into_.has_more = true;
      throw enough{};
    }
    into_.faults.push_back({std::move(file), std::move(what)});
  }
  void add(const tile& of, std::string what) { add(path_of(of), std::move(what)); }

private:
  verification& into_;
};

/// Walks the entries from the first to the last, and each level's tiles as soon as the tiles below them are seen.
class tile_walk {
public:
  tile_walk(const fs::path& log, std::uint64_t size, faults_found& faults)
      : log_(log), size_(size), faults_(faults) {}

  /// The root of the tiles; nothing when one of the right edge is missing.
  std::optional<merkle_hash> root() {
    for (std::uint64_t index = 0; index * tile_width_max < size_; ++index) visit_leaves(index);
    for (std::size_t level = 1; level < rows_.size(); ++level)
      if (!rows_[level].below.empty()) visit(level);
    if (edge_is_broken_) return std::nullopt;
    return tile_tree{sha256, edge_}.root();
  }

private:
  struct row {
    std::uint64_t next = 0;                         // tiles visited
    std::vector<std::optional<merkle_hash>> below;  // roots of the tiles below the next one
  };

  void visit_leaves(std::uint64_t index) {
    const tile leaves{0, index, width_in_log(0, index, size_)};
    const auto hashes = read_hashes(log_, leaves);
    if (!hashes) faults_.add(leaves, "is missing or is not a tile of its width");
    compare_entries({tile::entries, index, leaves.width}, hashes);
    take(leaves, hashes);
  }

  void compare_entries(const tile& of, const std::optional<tile_hashes>& hashes) {
    const auto bundle = read_bundle(log_, of);
    if (!bundle) return faults_.add(of, "is missing or is not a bundle of its width");
    if (!hashes) return;
    const auto entries = entries_of_bundle(*bundle);
    for (std::size_t i = 0; i < hashes->size(); ++i)
      if (leaf_hash(sha256, (*entries)[i]) != (*hashes)[i])
        faults_.add(of, "entry " + std::to_string(of.index * tile_width_max + i) +
                            " is not the one that was logged");
  }

  void visit(std::size_t level) {
    const auto below = std::exchange(rows_[level].below, {});
    const tile of{static_cast<int>(level), rows_[level].next++,
                  static_cast<unsigned>(below.size())};
    const auto hashes = read_hashes(log_, of);
    if (!hashes) faults_.add(of, "is missing or is not a tile of its width");
    for (std::size_t i = 0; hashes && i < below.size(); ++i)
      if (below[i] && *below[i] != (*hashes)[i])
        faults_.add(of, "hash " + std::to_string(i) + " is not that of " +
                            path_of({of.level - 1, of.index * tile_width_max + i}));
    take(of, hashes);
  }

  /// Full tiles go into the level above, the others are the edge.
  void take(const tile& of, const std::optional<tile_hashes>& hashes) {
    const auto level = static_cast<std::size_t>(of.level);
    if (!of.is_full()) {
      edge_is_broken_ |= !hashes;
      if (edge_.size() <= level) edge_.resize(level + 1);
      if (hashes) edge_[level] = *hashes;
      return;
    }
    if (rows_.size() <= level + 1) rows_.resize(level + 2);
    auto& above = rows_[level + 1];
    above.below.push_back(hashes ? std::optional{merkle_root(sha256, *hashes)} : std::nullopt);
    if (above.below.size() == tile_width_max) visit(level + 1);
  }

  const fs::path& log_;
  std::uint64_t size_;
  faults_found& faults_;
  std::vector<row> rows_;
  std::vector<tile_hashes> edge_;
  bool edge_is_broken_ = false;
};

/// Bytes of a tile or bundle as it lies there, if it is one.
std::optional<std::string> bytes_as_named(const fs::path& log, const tile& of) {
  if (of.level == tile::entries) return read_bundle(log, of);
  const auto hashes = read_hashes(log, of);
  return hashes ? std::optional{tile_bytes(*hashes)} : std::nullopt;
}

bool is_gone(const fs::path& path) {
  std::error_code error;
  return fs::symlink_status(path, error).type() == fs::file_type::not_found;
}

/// A form of a tile that the checkpoint does not name: narrower ones of before, wider ones of a publication that was
/// killed. Whatever both forms hold must be the same.
void compare_other_form(const fs::path& log, const tile& of, std::uint64_t size,
                        faults_found& faults) {
  const auto found = read_log_file(log / path_of(of), entry_bundle_size_max);
  if (!found && is_gone(log / path_of(of))) return;
  const auto named = bytes_as_named(log, of);
  if (!found || !named || *found != *named)
    return faults.add(of, "is not a tile or bundle of its width");
  const auto width = width_in_log(of.level, of.index, size);
  if (width == 0) return;
  const auto published = bytes_as_named(log, {of.level, of.index, width});
  if (!published) return;  // told already
  const auto common = std::min(found->size(), published->size());
  if (found->compare(0, common, *published, 0, common) != 0)
    faults.add(of, "differs from the published tile or bundle");
}

void compare_file(const fs::path& log, const std::string& name, std::uint64_t size,
                  faults_found& faults) {
  const auto of = parse_tile(name);
  if (!of) return faults.add(name, "is no file of a log");
  // The full tiles of the log itself were seen on the walk.
  if (!of->is_full() || width_in_log(of->level, of->index, size) < tile_width_max)
    compare_other_form(log, *of, size, faults);
}

/// All files below `tile`. A publisher may be at work: what goes meanwhile is not missed.
void compare_other_forms(const fs::path& log, std::uint64_t size, faults_found& faults) {
  std::vector<fs::path> folders{log / "tile"};
  while (!folders.empty()) {
    const auto folder = std::move(folders.back());
    folders.pop_back();
    std::error_code error;
    for (fs::directory_iterator each{folder, error}, end; !error && each != end;
         each.increment(error)) {
      std::error_code gone;
      const auto type = each->symlink_status(gone).type();
      if (type == fs::file_type::directory)
        folders.push_back(each->path());
      else if (type != fs::file_type::not_found)
        compare_file(log, each->path().lexically_relative(log).generic_string(), size, faults);
    }
    if (error && !is_gone(folder))
      faults.add(folder.lexically_relative(log).generic_string(),
                 "cannot be listed: " + error.message());
  }
}

std::optional<note_key> key_of(const verification_request& request, faults_found& faults) {
  if (request.key) return request.key;
  const auto text = read_log_file(request.log / "key", note_size_max).value_or("");
  auto key = text.ends_with('\n') ? note_key::parse(text.substr(0, text.size() - 1)) : std::nullopt;
  if (!key) faults.add("key", "is missing or is not a verifier key");
  return key;
}

std::optional<log_head> open_head(const note_key& key, const std::string& note) {
  const auto text = key.open(note);
  auto head = text ? parse_checkpoint(*text) : std::nullopt;
  if (head && head->origin != key.name()) return std::nullopt;
  return head;
}

void compare_earlier(const verification_request& request, const note_key& key, const log_head& head,
                     faults_found& faults) {
  const auto earlier = open_head(key, *request.earlier);
  if (!earlier) return faults.add("checkpoint", "the earlier checkpoint is not signed by this log");
  if (earlier->size > head.size)
    return faults.add("checkpoint", "ends at entry " + std::to_string(head.size) +
                                        ", the earlier checkpoint at " +
                                        std::to_string(earlier->size));
  try {
    if (root_at(published_tree(request.log, head.size), earlier->size) != earlier->root)
      faults.add("checkpoint", "does not continue the earlier checkpoint of " +
                                   std::to_string(earlier->size) + " entries");
  } catch (const storage_failure&) {
    faults.add("checkpoint", "cannot be compared with the earlier one: tiles are missing");
  }
}

void look_through(const verification_request& request, verification& result) {
  faults_found faults{result};
  const auto key = key_of(request, faults);
  if (!key) return;
  const auto note = read_log_file(request.log / "checkpoint", note_size_max);
  if (!note) return faults.add("checkpoint", "is missing or cannot be read");
  result.head = open_head(*key, *note);
  if (!result.head) return faults.add("checkpoint", "is not signed with the key of " + key->name());
  const auto root = tile_walk{request.log, result.head->size, faults}.root();
  if (!root || *root != result.head->root)
    faults.add("checkpoint", "its root is not that of the tiles");
  compare_other_forms(request.log, result.head->size, faults);
  if (request.earlier) compare_earlier(request, *key, *result.head, faults);
}

}  // namespace

verification verify_log(const verification_request& request) {
  if (sodium_init() < 0) throw storage_refusal{"the crypto library cannot start"};
  verification result;
  try {
    look_through(request, result);
  } catch (const enough&) {
    // `has_more` says so.
  }
  return result;
}

}  // namespace smartfin
