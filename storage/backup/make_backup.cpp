#include "storage/backup/make_backup.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <vector>

#include "storage/backup/backup_refusal.hpp"
#include "storage/backup/database_snapshot.hpp"
#include "storage/backup/snapshot_order.hpp"
#include "storage/backup/unfinished.hpp"
#include "storage/data_folder.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = 64 * 1024;

struct named_snapshot {
  std::string name;
  database_snapshot view;
};

/// Where one database at a time is copied before it is packed: SQLite copies into files only.
class scratch_file {
public:
  /// Only who holds the lock of the folder may make it.
  explicit scratch_file(const fs::path& folder) : path_(folder / "backup-scratch") {
    fs::remove(path_);  // of a backup that was killed
  }

  file_descriptor filled_from(const database_snapshot& view) const {
    auto content = file_descriptor::make(path_);
    try {
      view.copy_to(path_);
    } catch (...) {
      fs::remove(path_);
      throw;
    }
    fs::remove(path_);
    return content;
  }

private:
  fs::path path_;
};

class backup_run {
public:
  backup_run(file_descriptor& to, const vault& keys, instant now)
      : archive_(to, keys), manifest_(new_manifest(now)) {}

  /// Not more than what the file holds now: a log may grow while it is read.
  void add(std::string name, std::optional<int> schema, file_descriptor content) {
    std::array<unsigned char, piece_bytes> piece;
    for (auto left = content.size(); left > 0;) {
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, piece.size()));
      const auto got = content.read({piece.data(), wanted});
      if (got == 0) break;
      archive_.put({piece.data(), got});
      left -= got;
    }
    manifest_.members.push_back({std::move(name), schema, archive_.end_member()});
  }

  backup_manifest end() {
    const auto text = to_json(manifest_);
    archive_.put({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    archive_.end_archive();
    return std::move(manifest_);
  }

private:
  archive_writer archive_;
  backup_manifest manifest_;
};

std::deque<named_snapshot> views_of(const fs::path& folder) {
  std::deque<named_snapshot> views;
  for (const auto& database : databases_in_order(folder))
    views.push_back({database.filename().string(), database_snapshot{database}});
  return views;
}

void add_databases(backup_run& run, const fs::path& folder) {
  const scratch_file scratch{folder};
  auto views = views_of(folder);
  while (!views.empty()) {
    const auto& [name, view] = views.front();
    run.add(name, view.schema(), scratch.filled_from(view));
    views.pop_front();  // its database may forget now
  }
}

void add_file(backup_run& run, const fs::path& folder, const fs::path& file) {
  run.add(file.lexically_relative(folder).generic_string(), std::nullopt,
          file_descriptor::open_to_read(file));
}

/// Contents of files, which never change. They come after the databases, so that every file that the copy knows of is
/// among them: what the node gives up meanwhile it may not remove while the folder is locked.
class kept_objects {
public:
  explicit kept_objects(const fs::path& data) : data_(data), folder_(data / "objects") {
    if (!fs::is_directory(folder_)) return;
    lock_.emplace(file_descriptor::open_folder(folder_));
    lock_->lock_shared();
  }
  void add_to(backup_run& run) const {
    if (!lock_) return;
    std::vector<fs::path> files;
    for (const auto& first : fs::directory_iterator{folder_})
      if (first.path().filename().string().size() == 2)
        for (const auto& file : fs::directory_iterator{first.path()}) files.push_back(file.path());
    std::ranges::sort(files);
    for (const auto& file : files) add_file(run, data_, file);
  }

private:
  fs::path data_, folder_;
  std::optional<file_descriptor> lock_;
};

file_descriptor locked_folder(const fs::path& folder) {
  auto opened = file_descriptor::open_folder(folder);
  if (!opened.try_lock())
    throw backup_refusal{backup_errc::unusable,
                         "another backup of " + folder.string() + " is being made"};
  return opened;
}

}  // namespace

backup_manifest make_backup(const backup_place& place, const vault& keys, instant now) {
  if (lies_inside(place.file, place.data))
    throw backup_refusal{backup_errc::unusable,
                         place.file.string() + " lies in the data folder; a backup does not"};
  const auto lock = locked_folder(place.data);
  const kept_objects objects{place.data};
  unfinished_file file{place.file};
  backup_run run{file.content(), keys, now};
  add_databases(run, place.data);
  objects.add_to(run);
  if (fs::exists(place.data / "key-check")) add_file(run, place.data, place.data / "key-check");
  auto manifest = run.end();
  file.keep();
  return manifest;
}

}  // namespace smartfin
