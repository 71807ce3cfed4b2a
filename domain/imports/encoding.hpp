#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/byte_source.hpp"

namespace smartfin {

enum class text_encoding : std::uint8_t { utf8 = 1, utf16_le = 2, utf16_be = 3, windows_1252 = 4 };

std::string_view encoding_name(text_encoding encoding);

/// Decides by the bytes alone, because what files declare about themselves is often wrong: a byte
/// order mark, the zero bytes of UTF-16, mostly valid UTF-8 (banks cut fields in the middle of a
/// character), else Windows-1252. Reads the whole file, a piece at a time.
text_encoding detect_encoding(const byte_source& bytes);

/// A file's text as UTF-8 without byte order mark, piece after piece. Bytes that are no character stay as they are in
/// a UTF-8 file and become U+FFFD in UTF-16. `bytes` must outlive this object. Memory: a piece.
class text_pieces {
public:
  static constexpr std::size_t usual_piece_bytes = 256 * 1024;

  text_pieces(const byte_source& bytes, text_encoding encoding,
              std::size_t piece_bytes = usual_piece_bytes);

  /// The next piece, which lives until the next call; empty at the end. A UTF-8 piece may end inside a character.
  std::string_view next();

private:
  bool refill();
  void convert(bool at_end);

  const byte_source& bytes_;
  text_encoding encoding_;
  std::uint64_t at_ = 0;
  std::string raw_;    // read; what of it is not yet a character stays for the next piece
  std::string piece_;  // converted
  std::size_t piece_bytes_;
};

/// The start of a file's text: at most `bytes_max` bytes.
std::string head_of_text(const byte_source& bytes, text_encoding encoding, std::size_t bytes_max);

}  // namespace smartfin
