#include "storage/backup/restore_backup.hpp"

#include <map>

#include "storage/backup/backup_refusal.hpp"
#include "storage/backup/member_stream.hpp"
#include "storage/backup/snapshot_order.hpp"
#include "storage/storage_failure.hpp"
#include "storage/transfer/data_target.hpp"
#include "storage/transfer/object_files.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

/// A list of eighty thousand members is shorter.
constexpr std::size_t text_bytes_max = 16 * 1024 * 1024;

[[noreturn]] void refuse(const std::string& why) {
  throw backup_refusal{backup_errc::damaged, why};
}

bool is_object(const std::string& name) {
  return name.starts_with(std::string{objects_folder} + "/");
}

/// Keeps what is small: the list of contents and the proof of the key.
class text_taker : public member_taker {
public:
  void begin(const member_head& head) override {
    text_ = nullptr;
    if (!stays_inside(head.name)) refuse("a name in the backup leads out of the data folder");
    if (head.name == manifest_name || head.name == key_check_name)
      text_ = &texts_[head.name];
    else if (!head.schema && !is_object(head.name))
      throw backup_refusal{backup_errc::newer,
                           "the backup holds a part that this program does not "
                           "know (" +
                               head.name + "): use a newer program"};
  }
  void take_bytes(byte_view bytes) override {
    if (!text_) return;
    if (text_->size() + bytes.size() > text_bytes_max) refuse("a text of the backup is too long");
    text_->append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  /// Empty when there is none.
  std::string text(const std::string& name) const {
    const auto found = texts_.find(name);
    return found == texts_.end() ? "" : found->second;
  }

private:
  std::map<std::string, std::string> texts_;
  std::string* text_ = nullptr;
};

/// Looks at the rows' heads, too.
class careful_taker : public text_taker {
public:
  void begin(const member_head& head) override {
    text_taker::begin(head);
    if (!head.schema) return;
    shape_ = known_shape(head);
  }

protected:
  const service_shape& shape() const { return shape_; }

private:
  /// The tables that the rows are of; they must be the same ones today.
  static service_shape known_shape(const member_head& head) {
    refuse_newer({head.name, head.schema, 0, {}}, "a newer SmartFin");
    auto shape = shape_of(service_of(head.name), *head.schema);
    bool same = shape.definition == head.definition && shape.tables.size() == head.tables.size();
    for (std::size_t i = 0; same && i < head.tables.size(); ++i)
      same = shape.tables[i].name == head.tables[i];
    if (!same)
      refuse("the backup's tables of " + shape.service + " are not those of schema " +
             std::to_string(shape.schema));
    return shape;
  }

  service_shape shape_;
};

/// Stores rows and files.
class storing_taker final : public careful_taker {
public:
  storing_taker(data_target& target, const storage_location& where)
      : target_(target), where_(where) {}

  void begin(const member_head& head) override {
    careful_taker::begin(head);
    if (head.schema && !may_come_later(shape().service, where_))
      load_ = std::make_unique<checked_load>(target_, shape());
    else if (is_object(head.name))
      object_.emplace(target_.folder(), head.name);
  }
  void take_bytes(byte_view bytes) override {
    careful_taker::take_bytes(bytes);
    if (object_) object_->add(bytes);
  }
  row_taker* rows() override { return load_.get(); }
  void end() override {
    if (load_) load_->end();
    if (object_) object_->end();
    load_.reset();
    object_.reset();
  }

private:
  data_target& target_;
  storage_location where_;
  std::unique_ptr<checked_load> load_;
  std::optional<object_copy> object_;
};

void require_as_listed(const backup_manifest& manifest, const std::vector<member_content>& found) {
  bool same = manifest.members.size() == found.size();
  for (std::size_t i = 0; same && i < found.size(); ++i)
    same = manifest.members[i].content.size == found[i].size &&
           manifest.members[i].content.hash == found[i].hash;
  if (!same) refuse("the backup does not hold what its list says");
}

/// Reads to the end. The last member is the manifest.
backup_manifest read_backup(const fs::path& file, const vault& keys, text_taker& to) {
  auto content = file_descriptor::open_to_read(file);
  archive_reader archive{content, keys, file.string()};
  member_reader members{to};
  std::vector<member_content> found;
  for (bool last = false; !last;) {
    const auto member = archive.read_member([&](byte_view bytes) { members.add(bytes); });
    const auto& head = members.end();
    last = member.last;
    if (last != (head.name == manifest_name)) refuse("the backup's list is not its end");
    if (!last) found.push_back(member);
  }
  auto manifest = parse_manifest(to.text(manifest_name));
  require_as_listed(manifest, found);
  for (const auto& each : manifest.members) refuse_newer(each, "SmartFin " + manifest.product);
  return manifest;
}

}  // namespace

backup_manifest verify_backup(const fs::path& file, const vault& keys) {
  careful_taker look;
  return read_backup(file, keys, look);
}

backup_manifest restore_backup(const restore_place& place, const vault& keys) {
  const auto target = open_target(place.data, place.start_over);
  storing_taker store{*target, place.data.where};
  const auto manifest = read_backup(place.file, keys, store);
  target->finish(store.text(key_check_name));
  return manifest;
}

}  // namespace smartfin
