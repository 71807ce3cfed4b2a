#pragma once

#include <filesystem>
#include <span>

#include "storage/byte_view.hpp"

namespace smartfin {

/// An open file, closed with the object. Every failure throws backup_refusal (unusable) with the file's name.
class file_descriptor {
public:
  static file_descriptor open_to_read(const std::filesystem::path& file);
  /// Makes a file that only its owner may read; refused when the name is taken.
  static file_descriptor make(const std::filesystem::path& file);
  /// Opens a file of our own for writing, making it when it is missing. Its content stays.
  static file_descriptor open_to_write(const std::filesystem::path& file);
  static file_descriptor open_folder(const std::filesystem::path& folder);

  ~file_descriptor();
  file_descriptor(file_descriptor&& other) noexcept;
  file_descriptor& operator=(file_descriptor&&) = delete;

  void write(byte_view bytes);
  /// Fills `into` unless the file ends before; how much it read.
  std::size_t read(std::span<unsigned char> into);
  void sync();
  void empty();
  /// Locks it until it is closed; false when somebody else has.
  bool try_lock();
  /// The same together with others who lock it so; waits for who has it alone.
  void lock_shared();
  /// Whether the name still leads to this file.
  bool is_named(const std::filesystem::path& file) const;
  std::uint64_t size() const;

private:
  file_descriptor(const std::filesystem::path& file, int flags, const char* doing);
  [[noreturn]] void fail(const char* doing) const;

  std::filesystem::path file_;
  int number_;
};

/// A file that is durable but has no durable name is gone after a power cut.
void sync_folder(const std::filesystem::path& folder);

}  // namespace smartfin
