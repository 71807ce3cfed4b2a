#include "domain/imports/format.hpp"

#include <algorithm>
#include <string>

#include "domain/imports/csv_layout.hpp"

namespace smartfin {
namespace {

constexpr std::size_t sniffed_bytes = 64 * 1024;

std::string upper(std::string_view text) {
  std::string changed{text};
  for (char& c : changed)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return changed;
}

/// A few stray controls happen in real files; zeros and many controls do not.
bool is_binary(std::string_view text) {
  const auto controls = std::count_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A;
  });
  return text.find('\0') != text.npos || static_cast<std::size_t>(controls) * 100 > text.size();
}

bool claims_csv(const format_hints& hints) {
  const auto type = upper(hints.content_type), name = upper(hints.file_name);
  return type.starts_with("TEXT/CSV") || type.starts_with("APPLICATION/CSV") ||
         type.starts_with("TEXT/TAB-SEPARATED-VALUES") || name.ends_with(".CSV") ||
         name.ends_with(".TSV");
}

statement_format markup_format(const std::string& head) {
  const auto ofx = head.find("<OFX");
  if (ofx == head.npos)
    return head.starts_with("OFXHEADER") ? statement_format::ofx1 : statement_format::unknown;
  const auto before = std::string_view{head}.substr(0, ofx);
  const bool xml = before.find("<?") != before.npos;
  return xml ? statement_format::ofx2 : statement_format::ofx1;
}

}  // namespace

std::string_view statement_format_name(statement_format format) {
  switch (format) {
    case statement_format::unknown:
      return "unknown";
    case statement_format::csv:
      return "CSV";
    case statement_format::ofx1:
      return "OFX 1 (SGML)";
    case statement_format::ofx2:
      return "OFX 2 (XML)";
    case statement_format::qif:
      return "QIF";
  }
  return "unknown";
}

statement_format detect_text_format(std::string_view text, const format_hints& hints) {
  const auto sample = text.substr(0, sniffed_bytes);
  const auto start = sample.find_first_not_of(" \t\r\n");
  if (start == sample.npos || is_binary(sample)) return statement_format::unknown;
  const auto head = upper(sample.substr(start));
  const bool has_ofx_tag = head.find("<OFX>") != head.npos || head.find("<?OFX") != head.npos ||
                           head.find(":OFX>") != head.npos;
  if (head.starts_with("OFXHEADER") || has_ofx_tag ||
      (head[0] == '<' && head.find("<OFX") != head.npos))
    return markup_format(head);
  if (head.starts_with("!TYPE:") || head.starts_with("!ACCOUNT") || head.starts_with("!OPTION"))
    return statement_format::qif;
  if (head[0] == '<' || head[0] == '{' || head[0] == '[' || head.starts_with("%PDF"))
    return statement_format::unknown;
  if (find_csv_layout(text, {}) || claims_csv(hints)) return statement_format::csv;
  return statement_format::unknown;
}

}  // namespace smartfin
