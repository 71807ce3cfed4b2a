#include "domain/imports/clean_text.hpp"

#include <algorithm>
#include <array>

#include "domain/imports/utf8.hpp"

namespace smartfin {
namespace {

bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

/// Controls, and what is invisible or turns the direction of the text around it.
bool is_unseen(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x061C ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB) ||
         (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF) || (c >= 0xE0000 && c <= 0xE0FFF);
}

// U+00C0 to U+017F, Latin-1 Supplement and Latin Extended-A, without their diacritics; a space is a
// sign, and '*' is a letter that needs two (see `two_letters`).
constexpr std::string_view latin =
    "aaaaaa*ceeeeiiii"
    "dnooooo ouuuuy**"
    "aaaaaa*ceeeeiiii"
    "dnooooo ouuuuy*y"  // 00C0
    "aaaaaaccccccccdd"
    "ddeeeeeeeeeegggg"
    "gggghhhhiiiiiiii"
    "ii**jjkkklllllll"  // 0100
    "lllnnnnnnnnnoooo"
    "oo**rrrrrrssssss"
    "ssttttttuuuuuuuu"
    "uuuuwwyyyzzzzzzs";  // 0140
static_assert(latin.size() == 0x180 - 0xC0);

std::string_view two_letters(char32_t c) {
  switch (c) {
    case 0xC6:
    case 0xE6:
      return "ae";
    case 0xDE:
    case 0xFE:
      return "th";
    case 0xDF:
      return "ss";
    case 0x132:
    case 0x133:
      return "ij";
    case 0x152:
    case 0x153:
      return "oe";
    default:
      return " ";
  }
}

/// Simple lower case of Greek and Cyrillic capitals.
char32_t lower_other(char32_t c) {
  if ((c >= 0x0391 && c <= 0x03A9) || (c >= 0x0410 && c <= 0x042F)) return c + 32;
  if (c >= 0x0400 && c <= 0x040F) return c + 80;
  return c;
}

bool is_symbol(char32_t c) {
  return (c >= 0xA1 && c <= 0xBF) || c == 0xD7 || c == 0xF7 || (c >= 0x2010 && c <= 0x2BFF) ||
         (c >= 0x3001 && c <= 0x303F) || (c >= 0xFE10 && c <= 0xFE6F) || c >= 0x1F000 ||
         c == 0xFFFD;
}

/// Builds words with one space between them.
class word_writer {
public:
  explicit word_writer(std::string& text) : text_(text) {}
  void gap() { gap_ = !text_.empty(); }
  void letter(char c) {
    close_gap();
    text_.push_back(c);
  }
  void letters(std::string_view more) {
    close_gap();
    text_ += more;
  }
  void other(char32_t c) {
    close_gap();
    append_utf8(text_, c);
  }

private:
  void close_gap() {
    if (gap_) text_.push_back(' ');
    gap_ = false;
  }
  std::string& text_;
  bool gap_ = false;
};

void fold_one(char32_t c, word_writer& words) {
  if (c >= 0xC0 && c < 0x180) {
    const char base = latin[c - 0xC0];
    if (base == '*') return words.letters(two_letters(c));
    return base == ' ' ? words.gap() : words.letter(base);
  }
  if (c >= 0x300 && c <= 0x36F) return;  // a combining mark belongs to the letter before it
  if (is_space(c) || is_unseen(c) || is_symbol(c)) return words.gap();
  words.other(lower_other(c));
}

}  // namespace

std::string clean_text(std::string_view raw, std::size_t bytes_max) {
  std::string text;
  text.reserve(std::min(raw.size(), bytes_max));
  bool gap = false;
  for (std::size_t at = 0; at < raw.size();) {
    const auto next = decode_utf8(raw, at);
    const char32_t c = next.valid ? next.value : char32_t{0xFFFD};
    const auto from = at;
    at += next.length;
    if (is_space(c)) {
      gap = !text.empty();
      continue;
    }
    if (is_unseen(c)) continue;
    const std::size_t size = (next.valid ? next.length : 3) + (gap ? 1 : 0);
    if (text.size() + size > bytes_max) break;
    if (gap) text.push_back(' ');
    gap = false;
    if (next.valid)
      text.append(raw.substr(from, next.length));
    else
      append_utf8(text, c);
  }
  return text;
}

std::string fold_text(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  word_writer words{folded};
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode_utf8(text, at);
    at += next.length;
    if (!next.valid) {
      words.gap();
    } else if (next.value >= 0x80) {
      fold_one(next.value, words);
    } else {
      const char c = static_cast<char>(next.value);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        words.letter(c);
      else if (c >= 'A' && c <= 'Z')
        words.letter(static_cast<char>(c + 32));
      else
        words.gap();
    }
  }
  return folded;
}

}  // namespace smartfin
