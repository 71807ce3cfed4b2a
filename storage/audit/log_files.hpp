#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/audit/merkle_tree.hpp"
#include "domain/audit/tile.hpp"

namespace smartfin {

/// What a publication does to the disk, step by step, so that a test can end it between any two. Every step throws
/// storage_failure when it cannot be done, but for `remove`.
class log_files {
public:
  virtual ~log_files() = default;

  virtual void make_folder(const std::filesystem::path& folder) = 0;
  /// Not durable before `sync` of the file, nor its name before `sync` of its folder.
  virtual void write(const std::filesystem::path& file, std::string_view bytes) = 0;
  /// All of them, in no order: at once they share the file system's commits, which is what takes the time.
  virtual void sync(std::span<const std::filesystem::path> files_and_folders) = 0;
  virtual void rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  /// Of what nobody needs any more: failing is no error.
  virtual void remove(const std::filesystem::path& file_or_empty_folder) = 0;
};

/// The disk itself.
log_files& disk_files();

/// The bytes of a plain file; nothing when it is missing, is something else, cannot be read or holds more than
/// `size_max` bytes. Waits for nothing, whatever lies there.
std::optional<std::string> read_log_file(const std::filesystem::path& file, std::size_t size_max);

/// The first `width` hashes of a tile of a published log, read from it or, when it is a partial one, from the full one
/// that took its place. Nothing when neither holds what it should.
std::optional<tile_hashes> read_hashes(const std::filesystem::path& log, const tile& of);
/// The same of entries, as a bundle of exactly `width` entries.
std::optional<std::string> read_bundle(const std::filesystem::path& log, const tile& of);

/// Hashes as a tile's bytes.
std::string tile_bytes(const tile_hashes& hashes);

}  // namespace smartfin
