#include "domain/files/file_type.hpp"

#include <algorithm>

#include "domain/imports/utf8.hpp"
#include "domain/text_rules.hpp"

namespace smartfin {
namespace {

using namespace std::string_view_literals;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

/// Valid as far as one can see: a character may be cut where the head ends.
bool is_text(std::string_view head) {
  const bool is_whole = head.size() < file_type_head_bytes;
  const auto controls_apart = [](char c) {
    return is_control(c) && c != '\n' && c != '\r' && c != '\t' && c != '\f';
  };
  if (head.empty() || std::ranges::any_of(head, controls_apart)) return false;
  for (std::size_t cut = 0; cut <= (is_whole ? 0 : 3); ++cut)
    if (is_valid_utf8(head.substr(0, head.size() - cut))) return true;
  return false;
}

bool is_text_type(std::string_view type) {
  return type.starts_with("text/") || type == "application/csv" || type == "application/x-ofx" ||
         type == "application/vnd.intu.qfx" || type == "application/xml";
}

}  // namespace

std::optional<std::string_view> detect_file_type(std::string_view head, std::string_view name) {
  head = head.substr(0, file_type_head_bytes);
  if (head.starts_with("%PDF-")) return "application/pdf";
  if (head.starts_with("\x89PNG\r\n\x1A\n"sv)) return "image/png";
  if (head.starts_with("\xFF\xD8\xFF"sv)) return "image/jpeg";
  if (head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP")
    return "image/webp";
  if (!is_text(head)) return std::nullopt;
  const auto text = ascii_lower(trimmed(head.substr(0, 512)));
  if (text.starts_with("ofxheader") || text.find("<?ofx") != text.npos || text.starts_with("<ofx"))
    return "application/x-ofx";
  return ascii_lower(name).ends_with(".csv") ? "text/csv" : "text/plain";
}

bool agrees_with(std::string_view declared, std::string_view detected) {
  const auto type = ascii_lower(trimmed(declared.substr(0, declared.find(';'))));
  return type.empty() || type == "application/octet-stream" || type == detected ||
         (is_text_type(type) && is_text_type(detected));
}

bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= 255 && is_valid_utf8(name) &&
         name.find_first_not_of('.') != name.npos &&
         std::ranges::none_of(name, [](char c) { return is_control(c) || c == '/' || c == '\\'; });
}

}  // namespace smartfin
