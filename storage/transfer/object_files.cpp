#include "storage/transfer/object_files.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace smartfin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = 64 * 1024;
/// Contents lie in folders named by their first two digits; what is being written lies elsewhere.
constexpr std::size_t shard_name_size = 2;

file_descriptor made_file(const fs::path& path) {
  fs::create_directories(path.parent_path());
  auto file = file_descriptor::open_to_write(path);
  file.empty();
  return file;
}

}  // namespace

object_files::object_files(const fs::path& data) : data_(data) {
  const auto folder = data / objects_folder;
  if (data.empty() || !fs::is_directory(folder)) return;
  lock_.emplace(file_descriptor::open_folder(folder));
  lock_->lock_shared();
}

void object_files::each(const take_file& take) const {
  if (!lock_) return;
  std::vector<fs::path> files;
  for (const auto& shard : fs::directory_iterator{data_ / objects_folder})
    if (shard.is_directory() && shard.path().filename().string().size() == shard_name_size)
      for (const auto& file : fs::directory_iterator{shard.path()}) files.push_back(file.path());
  std::ranges::sort(files);
  for (const auto& file : files) take(file.lexically_relative(data_).generic_string(), file);
}

object_copy::object_copy(const fs::path& data, const std::string& name)
    : file_(made_file(data / name)) {}

void read_pieces(const fs::path& file, const std::function<void(byte_view)>& take) {
  auto content = file_descriptor::open_to_read(file);
  std::array<unsigned char, piece_bytes> piece{};
  while (const auto got = content.read(piece)) take({piece.data(), got});
}

}  // namespace smartfin
