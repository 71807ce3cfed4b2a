#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "storage/audit/audit_publisher.hpp"
#include "storage/audit/audit_verification.hpp"

namespace smartfin::testing {

/// The disk, which is left in peace: nothing of a test outlives the machine.
class unsynced_files : public log_files {
public:
  void make_folder(const std::filesystem::path& folder) override {
    disk_files().make_folder(folder);
  }
  void write(const std::filesystem::path& file, std::string_view bytes) override {
    disk_files().write(file, bytes);
  }
  void sync(std::span<const std::filesystem::path>) override {}
  void rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    disk_files().rename(from, to);
  }
  void remove(const std::filesystem::path& path) override { disk_files().remove(path); }
};

inline log_files& quick_files() {
  static unsynced_files files;
  return files;
}

inline published_log log_in(const std::filesystem::path& folder) {
  published_log log{folder, "smartfin.example/audit", {}};
  std::fill_n(log.signing_seed.data(), key_bytes::size, static_cast<unsigned char>(42));
  return log;
}

/// The entries from `first` on, of different lengths; each index has one.
inline std::vector<std::string> entries_from(std::uint64_t first, std::uint64_t count) {
  std::vector<std::string> entries;
  for (auto i = first; i < first + count; ++i)
    entries.push_back("entry " + std::to_string(i) + std::string(i % 7, '\0'));
  return entries;
}

inline void publish_up_to(audit_publisher& publisher, std::uint64_t size) {
  publisher.publish(publisher.size(), entries_from(publisher.size(), size - publisher.size()));
}

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::filesystem::create_directories(file.parent_path());
  // Some file systems wait for the disk when a file is cut to nothing.
  std::filesystem::remove(file);
  std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

/// Every file below a folder, by its path in it.
using folder_content = std::map<std::string, std::string>;

inline folder_content content_of(const std::filesystem::path& folder) {
  folder_content files;
  for (const auto& each : std::filesystem::recursive_directory_iterator{folder})
    if (each.is_regular_file())
      files[each.path().lexically_relative(folder).generic_string()] = bytes_of(each.path());
  return files;
}

inline verification verified(const std::filesystem::path& folder, std::string earlier = {}) {
  verification_request request{folder, {}, {}};
  if (!earlier.empty()) request.earlier = std::move(earlier);
  return verify_log(request);
}

/// The faults as text, for a failing test to show.
inline std::string told(const verification& result) {
  std::ostringstream text;
  for (const auto& fault : result.faults) text << fault.file << ": " << fault.what << "\n";
  return text.str();
}

}  // namespace smartfin::testing
