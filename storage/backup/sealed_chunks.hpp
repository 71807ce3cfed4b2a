#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/backup/file_descriptor.hpp"
#include "storage/vault.hpp"

namespace smartfin {

/// The form of a backup file: a head of 56 bytes (what it is, which master key, the stream's random start), then chunks
/// of at most 64 KiB, each with its length before it. libsodium's secretstream (XChaCha20-Poly1305) authenticates every
/// chunk with its length and its place, and says where a member and where the file ends. The key is
/// `vault::derive("backup")`; the head names it by a hash.
class sealed_writer {
public:
  sealed_writer(file_descriptor& to, const vault& keys);
  ~sealed_writer();

  void write(byte_view bytes);
  void end_member();
  /// Ends the last member and the file. Nothing may follow.
  void end_file();

private:
  struct state;
  std::unique_ptr<state> state_;
};

enum class chunk_end : std::uint8_t { none, member, file };

/// Reads what a `sealed_writer` wrote, and nothing else. Throws backup_refusal: damaged, other_key, or newer when the
/// form is one that this program does not know.
class sealed_reader {
public:
  /// `name` is what refusals call the file.
  sealed_reader(file_descriptor& from, const vault& keys, std::string name);
  ~sealed_reader();

  struct chunk {
    byte_view bytes;  ///< valid until the next call
    chunk_end end = chunk_end::none;
  };
  /// The next chunk, authenticated. Not to be called after the file's end.
  chunk next();

private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace smartfin
