#include "storage/audit/checkpoint.hpp"

#include <algorithm>
#include <charconv>

#include "storage/audit/note_codes.hpp"

namespace smartfin {
namespace {

/// A line and its line feed, taken away; nothing when it does not end.
std::optional<std::string_view> next_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == text.npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string hash_text(const merkle_hash& hash) {
  return to_note_base64({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::string checkpoint_text(const log_head& head) {
  return head.origin + "\n" + std::to_string(head.size) + "\n" + hash_text(head.root) + "\n";
}

std::optional<log_head> parse_checkpoint(std::string_view text) {
  log_head head;
  const auto origin = next_line(text), size = next_line(text), root = next_line(text);
  if (!origin || origin->empty() || !size || !root) return std::nullopt;
  head.origin = *origin;
  const auto read = std::from_chars(size->data(), size->data() + size->size(), head.size);
  if (read.ec != std::errc{} || std::to_string(head.size) != *size) return std::nullopt;
  const auto hash = from_note_base64(*root);
  if (!hash || hash->size() != head.root.size()) return std::nullopt;
  std::copy(hash->begin(), hash->end(), head.root.begin());
  return head;
}

}  // namespace smartfin
