#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smartfin {

enum class ofx_token_kind : std::uint8_t { open, close, text };

struct ofx_token {
  ofx_token_kind kind = ofx_token_kind::text;
  std::string_view name;    // of a tag, as written, without its name space
  std::string_view text;    // raw
  bool is_literal = false;  // the text is a CDATA section: its entities are no entities
  std::size_t line = 1;     // 1-based, where the token starts
};

/// Cuts OFX 1 (SGML without closing tags) and OFX 2 (XML) alike into tags and texts. Headers,
/// comments, processing instructions and document types are skipped unread, attributes are ignored,
/// a '<' that starts no tag is text. It never fails, resolves nothing and needs constant memory.
class ofx_tokenizer {
public:
  explicit ofx_tokenizer(std::string_view text) : text_(text) {}
  std::optional<ofx_token> next();

private:
  std::size_t line_at(std::size_t at);
  bool skip_markup();
  bool starts_tag(std::size_t at) const;
  ofx_token tag();
  ofx_token run_of_text();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;  // how far lines have been counted
  std::size_t line_ = 1;
  bool close_empty_ = false;  // "<X/>" was read: its closing tag comes next
  std::string_view empty_name_;
};

/// The text with the five entities of XML, &nbsp; and numeric ones resolved. Everything else stays
/// as it is written.
std::string decode_entities(std::string_view text);

}  // namespace smartfin
