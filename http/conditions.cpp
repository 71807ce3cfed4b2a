#include "http/conditions.hpp"

#include <sodium.h>

#include <array>
#include <charconv>

namespace smartfin::http {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// `"..."` without a quote inside.
bool is_quoted(std::string_view tag) {
  return tag.size() >= 2 && tag.find('"') == 0 && tag.find('"', 1) == tag.size() - 1;
}

}  // namespace

if_match parse_if_match(std::string_view header) {
  using enum if_match::form;
  std::string_view tag = trimmed(header);
  if (tag.empty()) return {};
  if (tag == "*") return {.what = any};
  const bool weak = tag.starts_with("W/");
  if (weak) tag.remove_prefix(2);
  if (!is_quoted(tag)) return {.what = malformed};
  if (weak) return {.what = other};
  tag = tag.substr(1, tag.size() - 2);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), number);
  const bool canonical = error == std::errc{} && end == tag.data() + tag.size() && number >= 0 &&
                         (tag.size() == 1 || tag.front() != '0');
  if (!canonical) return {.what = other};
  return {.what = version, .version = number};
}

std::string version_etag(std::int64_t version) { return '"' + std::to_string(version) + '"'; }

std::string content_etag(std::string_view bytes) {
  std::array<unsigned char, 16> hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  std::array<char, 2 * hash.size() + 1> text;
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return '"' + std::string(text.data()) + '"';
}

bool names_etag(std::string_view list, std::string_view tag) {
  while (!list.empty()) {
    list = trimmed(list);
    if (list == "*") return true;
    if (list.starts_with("W/")) list.remove_prefix(2);
    if (list.starts_with('"')) {
      const auto end = list.find('"', 1);
      if (end == std::string_view::npos) return false;
      if (list.substr(0, end + 1) == tag) return true;
      list.remove_prefix(end + 1);
    }
    const auto comma = list.find(',');
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace smartfin::http
