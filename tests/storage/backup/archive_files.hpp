#pragma once

#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "storage/backup/archive.hpp"
#include "tests/support/temporary_folder.hpp"

namespace smartfin::testing {

inline byte_view bytes_of(std::string_view text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

inline std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_whole(const std::filesystem::path& file, const std::string& content) {
  std::ofstream{file, std::ios::binary | std::ios::trunc} << content;
}

/// Half of it compresses.
inline std::string random_content(std::mt19937_64& random, std::size_t size) {
  std::string content(size, 'a');
  for (std::size_t i = 0; i < size / 2; ++i) content[i] = static_cast<char>(random());
  return content;
}

inline void write_archive(const std::filesystem::path& file, const vault& keys,
                          const std::vector<std::string>& members) {
  auto to = file_descriptor::open_to_write(file);
  to.empty();
  archive_writer archive{to, keys};
  for (std::size_t i = 0; i < members.size(); ++i) {
    archive.put(bytes_of(members[i]));
    if (i + 1 < members.size())
      archive.end_member();
    else
      archive.end_archive();
  }
}

inline std::vector<std::string> read_archive(const std::filesystem::path& file, const vault& keys) {
  auto from = file_descriptor::open_to_read(file);
  archive_reader archive{from, keys, file.string()};
  std::vector<std::string> members;
  for (bool last = false; !last;) {
    auto& content = members.emplace_back();
    last = archive
               .read_member([&](byte_view bytes) {
                 content.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
               })
               .last;
  }
  return members;
}

}  // namespace smartfin::testing
