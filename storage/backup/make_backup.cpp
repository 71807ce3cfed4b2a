#include "storage/backup/make_backup.hpp"

#include "storage/backup/backup_refusal.hpp"
#include "storage/backup/member_stream.hpp"
#include "storage/backup/unfinished.hpp"
#include "storage/transfer/data_source.hpp"
#include "storage/transfer/object_files.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

byte_view bytes_of(const std::string& text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

class backup_run {
public:
  backup_run(file_descriptor& to, const vault& keys, instant now)
      : archive_(to, keys), manifest_(new_manifest(now)) {}

  void add(const service_view& service) {
    service.view->require_sound();
    row_member_writer rows{archive_, service.shape};
    read_rows(*service.view, service.shape, rows);
    manifest_.members.push_back({service.shape.service + ".rows", service.shape.schema, rows.rows(),
                                 archive_.end_member()});
  }
  void add(const std::string& name, const std::string& content) {
    put_head(archive_, {name, {}, {}, {}});
    archive_.put(bytes_of(content));
    manifest_.members.push_back({name, std::nullopt, 0, archive_.end_member()});
  }
  void add_file(const std::string& name, const fs::path& file) {
    put_head(archive_, {name, {}, {}, {}});
    read_pieces(file, [this](byte_view bytes) { archive_.put(bytes); });
    manifest_.members.push_back({name, std::nullopt, 0, archive_.end_member()});
  }

  backup_manifest end() {
    put_head(archive_, {manifest_name, {}, {}, {}});
    archive_.put(bytes_of(to_json(manifest_)));
    archive_.end_archive();
    return std::move(manifest_);
  }

private:
  archive_writer archive_;
  backup_manifest manifest_;
};

}  // namespace

backup_manifest make_backup(const backup_place& place, const vault& keys, instant now) {
  if (lies_inside(place.file, place.data.folder))
    throw backup_refusal{backup_errc::unusable,
                         place.file.string() + " lies in the data folder; a backup does not"};
  unfinished_file file{place.file};
  const object_files objects{place.data.folder};
  auto source = open_source(place.data, source_use::shared);
  backup_run run{file.content(), keys, now};
  for (; !source.services.empty(); source.services.pop_front())  // its database may forget then
    run.add(source.services.front());
  objects.each([&](const std::string& name, const fs::path& path) { run.add_file(name, path); });
  if (!source.key_check.empty()) run.add(key_check_name, source.key_check);
  auto manifest = run.end();
  file.keep();
  return manifest;
}

}  // namespace smartfin
