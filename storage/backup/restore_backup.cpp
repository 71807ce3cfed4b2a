#include "storage/backup/restore_backup.hpp"

#include <functional>

#include "storage/backup/backup_refusal.hpp"
#include "storage/backup/database_snapshot.hpp"
#include "storage/backup/unfinished.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

/// A list of eighty thousand members is shorter.
constexpr std::size_t manifest_bytes_max = 16 * 1024 * 1024;

using take_bytes = std::function<void(byte_view)>;
/// Called before each member with its place in the archive; what it returns takes the member.
using member_sink = std::function<take_bytes(std::size_t place)>;

void require_as_listed(const backup_manifest& manifest, const std::vector<member_content>& found) {
  bool same = manifest.members.size() == found.size();
  for (std::size_t i = 0; same && i < found.size(); ++i)
    same = manifest.members[i].content.size == found[i].size &&
           manifest.members[i].content.hash == found[i].hash;
  if (!same)
    throw backup_refusal{backup_errc::damaged, "the backup does not hold what its list says"};
}

/// Reads to the end. The last member is the manifest; `sink` sees it too, for only the end tells which is the last.
backup_manifest read_backup(const fs::path& file, const vault& keys, const member_sink& sink) {
  auto content = file_descriptor::open_to_read(file);
  archive_reader archive{content, keys, file.string()};
  std::vector<member_content> found;
  std::string head;
  for (bool last = false; !last;) {
    head.clear();
    const auto write = sink(found.size());
    const auto member = archive.read_member([&](byte_view bytes) {
      if (head.size() + bytes.size() <= manifest_bytes_max)
        head.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      write(bytes);
    });
    last = member.last;
    if (!last) found.push_back(member);
  }
  auto manifest = parse_manifest(head);
  require_as_listed(manifest, found);
  refuse_newer(manifest);
  return manifest;
}

/// The members as files that are called by their place, until the manifest says their names.
class unpacked_members {
public:
  explicit unpacked_members(fs::path folder) : folder_(std::move(folder)) {}

  take_bytes file_for(std::size_t place) {
    if (current_) current_->sync();
    current_.reset();
    current_.emplace(file_descriptor::make(path_of(place)));
    return [this](byte_view bytes) { current_->write(bytes); };
  }

  void name_as_in(const backup_manifest& manifest) {
    current_.reset();
    fs::remove(path_of(manifest.members.size()));  // the manifest itself
    for (std::size_t i = 0; i < manifest.members.size(); ++i) {
      const auto name = folder_ / manifest.members[i].name;
      fs::create_directories(name.parent_path());
      fs::rename(path_of(i), name);
    }
  }

private:
  fs::path path_of(std::size_t place) const {
    return folder_ / ("member-" + std::to_string(place));
  }

  fs::path folder_;
  std::optional<file_descriptor> current_;
};

void require_free(const fs::path& folder) {
  if (fs::exists(folder) && !(fs::is_directory(folder) && fs::is_empty(folder)))
    throw backup_refusal{backup_errc::unusable,
                         folder.string() + " is not empty; a restore never writes into other data"};
}

}  // namespace

backup_manifest verify_backup(const fs::path& file, const vault& keys) {
  return read_backup(file, keys, [](std::size_t) { return [](byte_view) {}; });
}

backup_manifest restore_backup(const restore_place& place, const vault& keys) {
  require_free(place.data);
  unfinished_folder folder{place.data};
  unpacked_members members{folder.path()};
  const auto manifest =
      read_backup(place.file, keys, [&](std::size_t at) { return members.file_for(at); });
  members.name_as_in(manifest);
  for (const auto& each : manifest.members)
    if (each.schema) require_sound(folder.path() / each.name, *each.schema);
  folder.keep();
  return manifest;
}

}  // namespace smartfin
