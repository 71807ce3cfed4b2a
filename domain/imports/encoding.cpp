#include "domain/imports/encoding.hpp"

#include <algorithm>

#include "domain/imports/utf8.hpp"

namespace smartfin {
namespace {

constexpr std::string_view bom_utf8 = "\xEF\xBB\xBF";
constexpr std::string_view bom_utf16_le = "\xFF\xFE";
constexpr std::string_view bom_utf16_be = "\xFE\xFF";
constexpr std::size_t sniffed_bytes = 4096;

// The block 0x80 to 0x9F of Windows-1252 (WHATWG Encoding Standard, index windows-1252).
constexpr char16_t high_controls[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

/// Text in a Latin script leaves every second byte of UTF-16 zero, and no other text has zeros at
/// all.
bool has_zeros_at(std::string_view bytes, std::size_t parity) {
  const auto sample = bytes.substr(0, sniffed_bytes);
  if (sample.size() < 4) return false;
  std::size_t here = 0, other = 0;
  for (std::size_t i = 0; i < sample.size(); ++i)
    if (sample[i] == '\0') ++(i % 2 == parity ? here : other);
  return here * 4 > sample.size() && other * 16 < here;
}

bool is_mostly_utf8(std::string_view bytes) {
  std::size_t sequences = 0, strays = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto next = decode_utf8(bytes, at);
    if (!next.valid)
      ++strays;
    else if (next.length > 1)
      ++sequences;
    at += next.length;
  }
  return strays == 0 || sequences > 2 * strays;
}

std::string from_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(text, byte >= 0x80 && byte < 0xA0 ? high_controls[byte - 0x80] : char32_t{byte});
  }
  return text;
}

std::string from_utf16(std::string_view bytes, bool little_endian) {
  const auto unit = [&](std::size_t at) -> char32_t {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(little_endian ? first | second << 8 : first << 8 | second);
  };
  std::string text;
  text.reserve(bytes.size() / 2 + 16);
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    char32_t value = unit(at);
    if (value >= 0xD800 && value <= 0xDFFF) {
      const bool paired = value <= 0xDBFF && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 &&
                          unit(at + 2) <= 0xDFFF;
      if (paired)
        value = 0x10000 + ((value - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      else
        value = 0xFFFD;
      if (paired) at += 2;
    }
    append_utf8(text, value);
  }
  return text;
}

}  // namespace

std::string_view encoding_name(text_encoding encoding) {
  switch (encoding) {
    case text_encoding::utf8:
      return "UTF-8";
    case text_encoding::utf16_le:
      return "UTF-16 LE";
    case text_encoding::utf16_be:
      return "UTF-16 BE";
    case text_encoding::windows_1252:
      return "Windows-1252";
  }
  return "unknown";
}

text_encoding detect_encoding(std::string_view bytes) {
  if (bytes.starts_with(bom_utf8)) return text_encoding::utf8;
  if (bytes.starts_with(bom_utf16_le) || has_zeros_at(bytes, 1)) return text_encoding::utf16_le;
  if (bytes.starts_with(bom_utf16_be) || has_zeros_at(bytes, 0)) return text_encoding::utf16_be;
  return is_mostly_utf8(bytes) ? text_encoding::utf8 : text_encoding::windows_1252;
}

decoded_text::decoded_text(std::string_view bytes)
    : encoding_(detect_encoding(bytes)), original_(bytes) {
  switch (encoding_) {
    case text_encoding::utf8:
      if (original_.starts_with(bom_utf8)) original_.remove_prefix(bom_utf8.size());
      break;
    case text_encoding::windows_1252:
      converted_ = from_windows_1252(bytes);
      break;
    case text_encoding::utf16_le:
      if (bytes.starts_with(bom_utf16_le)) bytes.remove_prefix(bom_utf16_le.size());
      converted_ = from_utf16(bytes, true);
      break;
    case text_encoding::utf16_be:
      if (bytes.starts_with(bom_utf16_be)) bytes.remove_prefix(bom_utf16_be.size());
      converted_ = from_utf16(bytes, false);
      break;
  }
}

}  // namespace smartfin
