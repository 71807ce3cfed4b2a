#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "storage/backup/file_descriptor.hpp"

namespace smartfin {

/// Where a data folder keeps the contents of people's files.
inline constexpr const char* objects_folder = "objects";

/// Contents of files in a data folder, which never change. To be made before the views of the databases and read after
/// them: every content that the views know of is there then, because nothing may be removed while the object lives.
/// Throws backup_refusal (unusable).
class object_files {
public:
  explicit object_files(const std::filesystem::path& data);

  /// `name` is the path below the data folder, with '/' between folders.
  using take_file = std::function<void(const std::string& name, const std::filesystem::path& file)>;
  void each(const take_file& take) const;

private:
  std::filesystem::path data_;
  std::optional<file_descriptor> lock_;
};

/// Makes such a file, durable but for its name.
class object_copy {
public:
  /// `name` as above. A file that has it, of an attempt before, is written anew.
  object_copy(const std::filesystem::path& data, const std::string& name);
  void add(byte_view bytes) { file_.write(bytes); }
  void end() { file_.sync(); }

private:
  file_descriptor file_;
};

/// Hands a file's content to `take`, in pieces.
void read_pieces(const std::filesystem::path& file, const std::function<void(byte_view)>& take);

}  // namespace smartfin
