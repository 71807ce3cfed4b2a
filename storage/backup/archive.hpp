#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "storage/backup/sealed_chunks.hpp"

namespace smartfin {

/// What a member held, before it was packed.
struct member_content {
  std::uint64_t size = 0;
  std::string hash;  ///< BLAKE2b-256, hexadecimal
};

/// Members one behind the other, each deflated, in sealed chunks. Names are in the manifest, which is the last member.
/// Memory does not grow with what is written.
class archive_writer {
public:
  archive_writer(file_descriptor& to, const vault& keys);
  ~archive_writer();

  void put(byte_view bytes);
  /// Ends the member; the next `put` begins another.
  member_content end_member();
  /// Ends the last member and the archive.
  void end_archive();

private:
  struct state;
  std::unique_ptr<state> state_;
};

/// Throws backup_refusal for an archive that is not exactly as it was written.
class archive_reader {
public:
  archive_reader(file_descriptor& from, const vault& keys, const std::string& name);
  ~archive_reader();

  struct member : member_content {
    bool last = false;
  };
  /// Hands the next member to `take`, piece by piece. Not to be called after the last.
  member read_member(const std::function<void(byte_view)>& take);

private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace smartfin
