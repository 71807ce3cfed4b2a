#include "domain/text_rules.hpp"

#include <algorithm>

namespace smartfin {

std::size_t code_points(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

void check_text(std::string_view field, std::string_view utf8, const text_rule& rule,
                field_errors& errors) {
  const auto add = [&](const char* code, std::string message) {
    errors.push_back({std::string{field}, code, std::move(message)});
  };
  const auto length = code_points(utf8);
  if (length < rule.length_min)
    add("too_short", "must have at least " + std::to_string(rule.length_min) + " characters");
  if (length > rule.length_max)
    add("too_long", "must have at most " + std::to_string(rule.length_max) + " characters");
  const auto is_control = [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (rule.lines && (c == '\n' || c == '\r' || c == '\t')) return false;
    return byte < 0x20 || byte == 0x7F;
  };
  if (std::any_of(utf8.begin(), utf8.end(), is_control))
    add("control_character", "must not contain control characters");
}

std::string ascii_lower(std::string_view text) {
  std::string lower{text};
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace smartfin
