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
bool has_zeros_at(std::string_view sample, std::size_t parity) {
  if (sample.size() < 4) return false;
  std::size_t here = 0, other = 0;
  for (std::size_t i = 0; i < sample.size(); ++i)
    if (sample[i] == '\0') ++(i % 2 == parity ? here : other);
  return here * 4 > sample.size() && other * 16 < here;
}

/// Counts what UTF-8 would make of a text.
class utf8_census {
public:
  /// Returns how much of `text` was looked at: a character that may go on behind it waits, but not `at_end`.
  std::size_t add(std::string_view text, bool at_end) {
    std::size_t at = 0;
    while (at < text.size()) {
      if (static_cast<unsigned char>(text[at]) < 0x80) {
        ++at;
        continue;
      }
      if (text.size() - at < longest && !at_end) break;
      const auto next = decode_utf8(text, at);
      ++(next.valid ? sequences_ : strays_);
      at += next.length;
    }
    return at;
  }
  bool is_mostly_utf8() const { return strays_ == 0 || sequences_ > 2 * strays_; }

private:
  static constexpr std::size_t longest = 4;
  std::uint64_t sequences_ = 0, strays_ = 0;
};

bool is_mostly_utf8(const byte_source& bytes) {
  utf8_census census;
  // A character's start that was kept may come before the last bytes.
  std::string piece(static_cast<std::size_t>(
                        std::min<std::uint64_t>(bytes.size() + 8, text_pieces::usual_piece_bytes)),
                    '\0');
  std::size_t kept = 0;  // the start of a character at the end of the piece before
  for (std::uint64_t at = 0;;) {
    const auto got = bytes.read(at, std::span{piece}.subspan(kept));
    at += got;
    const auto text = std::string_view{piece}.substr(0, kept + got);
    kept = text.size() - census.add(text, got == 0);
    if (got == 0) return census.is_mostly_utf8();
    std::copy(text.end() - static_cast<std::ptrdiff_t>(kept), text.end(), piece.begin());
  }
}

void from_windows_1252(std::string_view bytes, std::string& text) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(text, byte >= 0x80 && byte < 0xA0 ? high_controls[byte - 0x80] : char32_t{byte});
  }
}

/// Returns how many bytes became text: half a character at the end waits, but not `at_end`.
std::size_t from_utf16(std::string_view bytes, bool little_endian, bool at_end, std::string& text) {
  const auto unit = [&](std::size_t at) -> char32_t {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(little_endian ? first | second << 8 : first << 8 | second);
  };
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t value = unit(at);
    if (value >= 0xD800 && value <= 0xDFFF) {
      if (value <= 0xDBFF && at + 3 >= bytes.size() && !at_end) break;
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
  return at;
}

std::size_t mark_bytes(std::string_view start, text_encoding encoding) {
  const auto mark = encoding == text_encoding::utf8       ? bom_utf8
                    : encoding == text_encoding::utf16_le ? bom_utf16_le
                    : encoding == text_encoding::utf16_be ? bom_utf16_be
                                                          : std::string_view{};
  return start.starts_with(mark) ? mark.size() : 0;
}

std::string start_of(const byte_source& bytes, std::size_t size) {
  std::string start(static_cast<std::size_t>(std::min<std::uint64_t>(size, bytes.size())), '\0');
  start.resize(bytes.read(0, start));
  return start;
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

text_encoding detect_encoding(const byte_source& bytes) {
  const auto sample = start_of(bytes, sniffed_bytes);
  if (sample.starts_with(bom_utf8)) return text_encoding::utf8;
  if (sample.starts_with(bom_utf16_le) || has_zeros_at(sample, 1)) return text_encoding::utf16_le;
  if (sample.starts_with(bom_utf16_be) || has_zeros_at(sample, 0)) return text_encoding::utf16_be;
  return is_mostly_utf8(bytes) ? text_encoding::utf8 : text_encoding::windows_1252;
}

text_pieces::text_pieces(const byte_source& bytes, text_encoding encoding, std::size_t piece_bytes)
    : bytes_(bytes),
      encoding_(encoding),
      at_(mark_bytes(start_of(bytes, bom_utf8.size()), encoding)),
      piece_bytes_(piece_bytes) {}

std::string_view text_pieces::next() {
  for (;;) {
    const bool at_end = !refill();
    if (encoding_ == text_encoding::utf8) {
      piece_.swap(raw_);
      raw_.clear();
      return piece_;
    }
    convert(at_end);
    if (at_end || !piece_.empty()) return piece_;
  }
}

/// Reads on behind what is left; false at the end of the file.
bool text_pieces::refill() {
  const auto kept = raw_.size();
  const auto left = bytes_.size() - std::min(at_, bytes_.size());
  raw_.resize(kept + static_cast<std::size_t>(std::min<std::uint64_t>(left, piece_bytes_)));
  const auto got = bytes_.read(at_, std::span{raw_}.subspan(kept));
  raw_.resize(kept + got);
  at_ += got;
  return got > 0;
}

void text_pieces::convert(bool at_end) {
  piece_.clear();
  auto used = raw_.size();
  if (encoding_ == text_encoding::windows_1252)
    from_windows_1252(raw_, piece_);
  else
    used = from_utf16(raw_, encoding_ == text_encoding::utf16_le, at_end, piece_);
  raw_.erase(0, at_end ? raw_.size() : used);
}

std::string head_of_text(const byte_source& bytes, text_encoding encoding, std::size_t bytes_max) {
  text_pieces pieces{bytes, encoding, bytes_max};
  std::string head;
  while (head.size() < bytes_max) {
    const auto piece = pieces.next();
    if (piece.empty()) break;
    head += piece.substr(0, bytes_max - head.size());
  }
  return head;
}

}  // namespace smartfin
