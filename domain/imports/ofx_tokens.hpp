#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace smartfin {

enum class ofx_token_kind : std::uint8_t { open, close, text };

/// Lives until the next token.
struct ofx_token {
  ofx_token_kind kind = ofx_token_kind::text;
  std::string_view name;    // of a tag, as written, without its name space
  std::string_view text;    // raw
  bool is_literal = false;  // the text is a CDATA section: its entities are no entities
  std::size_t line = 1;     // 1-based, where the token starts
};

/// Cuts OFX 1 (SGML without closing tags) and OFX 2 (XML) alike into tags and texts. Headers,
/// comments, processing instructions and document types are skipped unread, attributes are ignored,
/// a '<' that starts no tag is text. A text longer than `token_bytes_max` comes in several tokens, a tag that is so
/// long ends there. It never fails, resolves nothing, and its memory does not depend on the text's length.
class ofx_tokenizer {
public:
  static constexpr std::size_t token_bytes_max = 64 * 1024;

  /// `more` gives the next piece of the text, empty at its end.
  explicit ofx_tokenizer(std::function<std::string_view()> more) : more_(std::move(more)) {}
  std::optional<ofx_token> next();

private:
  bool fill(std::size_t wanted);
  std::string_view reach() const;
  std::size_t count_lines(std::size_t end);
  std::size_t line_here() { return count_lines(at_); }
  bool skip_markup();
  void skip_past(std::string_view end);
  void skip_document_type();
  bool starts_tag(std::string_view text, std::size_t at) const;
  ofx_token literal(std::size_t start);
  ofx_token tag();
  ofx_token run_of_text();

  std::function<std::string_view()> more_;
  std::string window_;  // of the text, from a place not behind at_ on
  bool ended_ = false;  // nothing comes behind the window
  std::size_t at_ = 0;
  std::size_t counted_ = 0;  // how far lines have been counted
  std::size_t line_ = 1;
  bool in_literal_ = false;
  bool close_empty_ = false;  // "<X/>" was read: its closing tag comes next
  std::string empty_name_;
};

/// The text with the five entities of XML, &nbsp; and numeric ones resolved. Everything else stays
/// as it is written.
std::string decode_entities(std::string_view text);

}  // namespace smartfin
