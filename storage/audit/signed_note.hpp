#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/vault.hpp"

namespace smartfin {

/// In bytes: more is not read as a note, a key or a checkpoint.
inline constexpr std::size_t note_size_max = 64 * 1024;

/// Whether a key or a log may be called so: printable ASCII without spaces and plus signs, not empty.
bool is_note_name(std::string_view name);

/// What verifies the notes of one signer: C2SP signed-note with Ed25519 (type 0x01).
class note_key {
public:
  /// Reads a verifier key as text, "<name>+<id in hex>+<key in base64>". Nothing when the text is another, or its
  /// id is not that of its key.
  static std::optional<note_key> parse(std::string_view text);
  note_key(std::string name, const std::array<std::uint8_t, 32>& public_key);

  const std::string& name() const { return name_; }
  std::string text() const;
  /// The note's text without its signatures when this key signed it. Signatures of other keys say nothing; one of this
  /// key that does not hold spoils the note.
  std::optional<std::string> open(std::string_view note) const;

private:
  friend class note_signer;
  enum class judgement { of_another, holds, broken };
  judgement judge(std::string_view signature_line, std::string_view text) const;

  std::string name_;
  std::array<std::uint8_t, 32> public_key_;
  std::string id_;  // 4 bytes
};

/// Signs notes with the Ed25519 key that grows from a seed.
class note_signer {
public:
  note_signer(std::string name, const key_bytes& seed);

  const note_key& key() const { return key_; }
  /// `text` ends with a line feed and holds no other control characters.
  std::string sign(std::string_view text) const;

private:
  key_bytes seed_;
  note_key key_;
};

}  // namespace smartfin
