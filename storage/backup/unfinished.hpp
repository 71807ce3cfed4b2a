#pragma once

#include <filesystem>

#include "storage/backup/file_descriptor.hpp"

namespace smartfin {

/// A file on its way to a name: written beside it as "<name>.unfinished", which goes unless it is kept. What has the
/// name already stays until then. Only one process at a time can be on the way to a name.
class unfinished_file {
public:
  explicit unfinished_file(std::filesystem::path name);
  ~unfinished_file();
  unfinished_file(const unfinished_file&) = delete;
  unfinished_file& operator=(const unfinished_file&) = delete;

  file_descriptor& content() { return content_; }
  /// Makes content and name durable, in one step for everyone who looks.
  void keep();

private:
  std::filesystem::path name_, path_;
  file_descriptor content_;
  bool kept_ = false;
};

/// The same for a folder; it takes its name only when nothing or an empty folder has it.
class unfinished_folder {
public:
  explicit unfinished_folder(const std::filesystem::path& name);
  ~unfinished_folder();
  unfinished_folder(const unfinished_folder&) = delete;
  unfinished_folder& operator=(const unfinished_folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Makes the folders durable and gives it its name. The files must be durable already.
  void keep();

private:
  std::filesystem::path name_, path_;
  file_descriptor folder_;
  bool kept_ = false;
};

}  // namespace smartfin
