#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace smartfin {

/// 32 secret bytes, wiped when they go.
class key_bytes {
public:
  static constexpr std::size_t size = 32;

  key_bytes() = default;
  key_bytes(const key_bytes&) = default;
  key_bytes& operator=(const key_bytes&) = default;
  ~key_bytes();
  static key_bytes random();

  const unsigned char* data() const { return bytes_.data(); }
  unsigned char* data() { return bytes_.data(); }

private:
  std::array<unsigned char, size> bytes_{};
};

/// The key of one user or one book: seals its personal fields and makes the look-up hashes of its words. Destroying it
/// is erasure: nothing sealed with it can be read again.
class subject_key {
public:
  explicit subject_key(const key_bytes& root);

  /// XChaCha20-Poly1305 with a random nonce, as text. `place` (table, column, row) is authenticated, so that a sealed
  /// field copied to another place does not open there.
  std::string seal(std::string_view plain, std::string_view place) const;
  /// Throws storage_failure when the text was changed, belongs elsewhere or has another key.
  std::string open(std::string_view sealed, std::string_view place) const;
  /// A keyed hash (BLAKE2b, 16 bytes as text) for equality look-ups without revealing the text.
  std::string lookup(std::string_view text) const;
  /// A key of the subject for one purpose ("contents"), always the same.
  key_bytes derive(std::string_view purpose) const;
  /// The same as `lookup`, as bytes.
  std::array<std::uint8_t, 16> digest(std::string_view text) const;

private:
  key_bytes sealing_;
  key_bytes hashing_;
  key_bytes deriving_;
};

/// The master key and what is derived from it. Immutable and shared by all threads.
class vault {
public:
  /// Reads the master key, or makes one when there is none and `may_create`: a data folder that already holds data must
  /// never get a new key. Throws storage_refusal with a sentence for the operator.
  static vault open(const std::filesystem::path& master_key_file, bool may_create);
  explicit vault(const key_bytes& master);

  /// A new subject key, wrapped: only the wrapped form is ever stored. `subject` binds it to its
  /// owner ("finance/book/7").
  std::string new_wrapped_key(std::string_view subject) const;
  /// Throws storage_failure when it was changed or belongs to another subject.
  subject_key unwrap(std::string_view wrapped, std::string_view subject) const;

  /// Seals what belongs to the deployment and not to a person, such as signing keys.
  const subject_key& own() const { return own_; }
  /// A key for one purpose of the deployment ("cursors"), the same at every start.
  key_bytes derive(std::string_view purpose) const;

private:
  key_bytes master_;
  subject_key own_;
};

/// BLAKE2b-256 as 64 hexadecimal digits.
std::string content_hash(std::string_view bytes);
/// The same under a key: who does not have the key cannot tell what was hashed.
std::string keyed_hash(std::string_view bytes, const key_bytes& key);
/// `size` random bytes as unpadded base64url.
std::string random_token(std::size_t size);

}  // namespace smartfin
