#include "storage/backup/unfinished.hpp"

#include "storage/backup/backup_refusal.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

constexpr auto ending = ".unfinished";

fs::path without_slash(const fs::path& path) {
  auto whole = fs::weakly_canonical(fs::absolute(path));
  return whole.has_filename() ? whole : whole.parent_path();
}

fs::path beside(fs::path path) { return path += ending; }

backup_refusal unusable(const fs::path& path, const std::string& why) {
  return {backup_errc::unusable, path.string() + " " + why};
}

/// Ours alone, or a refusal. The name is looked at again behind the lock: who had it may have renamed the file.
void take(file_descriptor& made, const fs::path& path) {
  if (!made.try_lock() || !made.is_named(path))
    throw unusable(path, "is being written by another SmartFin");
}

void remove_content(const fs::path& folder) {
  for (const auto& each : fs::directory_iterator{folder}) fs::remove_all(each.path());
}

file_descriptor made_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (!error) fs::create_directory(path, error);
  if (!error) fs::permissions(path, fs::perms::owner_all, fs::perm_options::replace, error);
  if (error) throw unusable(path, "cannot be made: " + error.message());
  return file_descriptor::open_folder(path);
}

}  // namespace

unfinished_file::unfinished_file(fs::path name)
    : name_(without_slash(name)),
      path_(beside(name_)),
      content_(file_descriptor::open_to_write(path_)) {
  take(content_, path_);
  content_.empty();
}

unfinished_file::~unfinished_file() {
  std::error_code ignored;
  if (!kept_) fs::remove(path_, ignored);
}

void unfinished_file::keep() {
  content_.sync();
  std::error_code error;
  fs::rename(path_, name_, error);
  if (error) throw unusable(name_, "cannot be written: " + error.message());
  kept_ = true;
  sync_folder(name_.parent_path());
}

unfinished_folder::unfinished_folder(const fs::path& name)
    : name_(without_slash(name)), path_(beside(name_)), folder_(made_folder(path_)) {
  take(folder_, path_);
  remove_content(path_);
}

unfinished_folder::~unfinished_folder() {
  std::error_code ignored;
  if (!kept_) fs::remove_all(path_, ignored);
}

void unfinished_folder::keep() {
  for (const auto& each : fs::recursive_directory_iterator{path_})
    if (each.is_directory()) sync_folder(each.path());
  folder_.sync();
  std::error_code error;
  fs::rename(path_, name_, error);
  if (error) throw unusable(name_, "cannot be made: " + error.message());
  kept_ = true;
  sync_folder(name_.parent_path());
}

}  // namespace smartfin
