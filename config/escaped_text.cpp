#include "config/escaped_text.hpp"

#include "domain/imports/utf8.hpp"

namespace smartfin {
namespace {

void append_control(std::string& out, char32_t control) {
  switch (control) {
    case U'\n':
      out += "\\n";
      return;
    case U'\r':
      out += "\\r";
      return;
    case U'\t':
      out += "\\t";
      return;
    default:
      break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u00";
  out += digits[control >> 4];
  out += digits[control & 0xF];
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode_utf8(text, at);
    const auto value = next.value;
    if (!next.valid) {
      out += "\xEF\xBF\xBD";
    } else if (value == U'"' || value == U'\\') {
      out += '\\';
      out += text[at];
    } else if (value < 0x20 || (value >= 0x7F && value <= 0x9F)) {
      append_control(out, value);
    } else {
      out += text.substr(at, next.length);
    }
    at += next.length;
  }
}

std::string quoted(std::string_view text, std::size_t bytes_max) {
  std::string out = "\"";
  std::size_t end = text.size();
  if (end > bytes_max) {
    end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  }
  append_escaped(out, text.substr(0, end));
  if (end < text.size()) out += "\xE2\x80\xA6";
  return out + '"';
}

}  // namespace smartfin
