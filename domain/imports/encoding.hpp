#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smartfin {

enum class text_encoding : std::uint8_t { utf8 = 1, utf16_le = 2, utf16_be = 3, windows_1252 = 4 };

std::string_view encoding_name(text_encoding encoding);

/// Decides by the bytes alone, because what files declare about themselves is often wrong: a byte
/// order mark, the zero bytes of UTF-16, mostly valid UTF-8 (banks cut fields in the middle of a
/// character), else Windows-1252.
text_encoding detect_encoding(std::string_view bytes);

/// A file's text as UTF-8 without byte order mark. A UTF-8 file is not copied: `bytes` must outlive
/// this object. Bytes that are no character stay as they are in a UTF-8 file and become U+FFFD in
/// UTF-16.
class decoded_text {
public:
  explicit decoded_text(std::string_view bytes);

  std::string_view view() const {
    return encoding_ == text_encoding::utf8 ? original_ : converted_;
  }
  text_encoding encoding() const { return encoding_; }

private:
  text_encoding encoding_;
  std::string_view original_;
  std::string converted_;
};

}  // namespace smartfin
