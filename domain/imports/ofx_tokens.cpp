#include "domain/imports/ofx_tokens.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "domain/imports/utf8.hpp"

namespace smartfin {
namespace {

constexpr std::string_view cdata_open = "<![CDATA[";
constexpr std::string_view cdata_close = "]]>";
/// As much as it takes to know what begins at the end of a token.
constexpr std::size_t lookahead = 16;
constexpr std::size_t entity_bytes_max = 10;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == ':';
}

/// The code point an entity's inside ("amp", "#228", "#xE4") stands for; 0 when it is none of ours.
char32_t entity_value(std::string_view inside) {
  static constexpr std::pair<std::string_view, char32_t> named[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xA0}};
  for (const auto& [name, value] : named)
    if (inside == name) return value;
  if (inside.size() < 2 || inside[0] != '#') return 0;
  const bool hex = inside[1] == 'x' || inside[1] == 'X';
  const auto digits = inside.substr(hex ? 2 : 1);
  std::uint32_t value = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, hex ? 16 : 10);
  const bool is_character = value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  return error == std::errc{} && stop == end && is_character ? value : 0;
}

}  // namespace

/// Sees to it that `wanted` bytes from `at_` on are in the window, or all that are left; false when they are fewer.
bool ofx_tokenizer::fill(std::size_t wanted) {
  if (ended_ || window_.size() - at_ >= wanted) return window_.size() - at_ >= wanted;
  std::string rest = window_.substr(at_);
  while (!ended_ && rest.size() < wanted) {
    const auto piece = more_();
    ended_ = piece.empty();
    rest += piece;
  }
  window_.resize(at_);
  window_ += rest;
  line_here();  // before what it counts goes
  window_.erase(0, at_);
  counted_ -= at_;
  at_ = 0;
  return window_.size() >= wanted;
}

/// What a token may extend over: the same whatever pieces the text came in.
std::string_view ofx_tokenizer::reach() const {
  return std::string_view{window_}.substr(at_, token_bytes_max);
}

std::optional<ofx_token> ofx_tokenizer::next() {
  if (std::exchange(close_empty_, false))
    return ofx_token{ofx_token_kind::close, empty_name_, {}, false, line_};
  while (fill(token_bytes_max + lookahead) || at_ < window_.size()) {
    if (in_literal_) return literal(0);
    if (reach().starts_with(cdata_open)) return literal(cdata_open.size());
    if (skip_markup()) continue;
    return starts_tag(reach(), 0) ? tag() : run_of_text();
  }
  return std::nullopt;
}

/// LF, CR LF, CR and CR CR LF each end one line.
std::size_t ofx_tokenizer::count_lines(std::size_t end) {
  const std::string_view text{window_};
  for (; counted_ < end; ++counted_) {
    const char c = text[counted_];
    if (c == '\n') ++line_;
    if (c != '\r') continue;
    const auto behind = text.substr(counted_ + 1, 2);
    if (!behind.starts_with('\n') && behind != "\r\n") ++line_;
  }
  return line_;
}

/// A CDATA section, or the next part of a long one, whose text begins `start` bytes from here.
ofx_token ofx_tokenizer::literal(std::size_t start) {
  const auto line = line_here();
  const auto text = std::string_view{window_}.substr(at_);
  const auto stop = text.find(cdata_close, start);
  const auto end = std::min({stop, text.size(), start + token_bytes_max});
  in_literal_ = end != stop && end < text.size();
  at_ += end == stop ? end + cdata_close.size() : end;
  return {ofx_token_kind::text, {}, text.substr(start, end - start), true, line};
}

/// Comments, "<?...?>" and "<!...>" with an internal subset in brackets.
bool ofx_tokenizer::skip_markup() {
  const auto rest = reach();
  if (rest.starts_with("<!--")) {
    at_ += 4;
    skip_past("-->");
  } else if (rest.starts_with("<?")) {
    at_ += 2;
    skip_past(">");
  } else if (rest.starts_with("<!")) {
    at_ += 2;
    skip_document_type();
  } else {
    return false;
  }
  return true;
}

void ofx_tokenizer::skip_past(std::string_view end) {
  for (;;) {
    if (const auto found = window_.find(end, at_); found != std::string::npos) {
      at_ = found + end.size();
      return;
    }
    at_ = std::max(at_, window_.size() - std::min(window_.size(), end.size() - 1));
    if (!fill(token_bytes_max) && window_.find(end, at_) == std::string::npos) {
      at_ = window_.size();
      return;
    }
  }
}

void ofx_tokenizer::skip_document_type() {
  for (;;) {
    const auto found = window_.find_first_of("[>", at_);
    if (found != std::string::npos) {
      at_ = found + 1;
      if (window_[found] == '[') skip_past("]>");
      return;
    }
    at_ = window_.size();
    if (!fill(token_bytes_max) && at_ == window_.size()) return;
  }
}

bool ofx_tokenizer::starts_tag(std::string_view text, std::size_t at) const {
  if (text[at] != '<' || at + 1 >= text.size()) return false;
  const std::size_t name = text[at + 1] == '/' ? at + 2 : at + 1;
  return name < text.size() && is_letter(text[name]);
}

ofx_token ofx_tokenizer::tag() {
  const auto line = line_here();
  const auto text = reach();
  const bool closing = text[1] == '/';
  const std::size_t start = closing ? 2 : 1;
  auto stop = start;
  while (stop < text.size() && is_name(text[stop])) ++stop;
  auto name = text.substr(start, stop - start);
  if (const auto space = name.rfind(':'); space != name.npos) name.remove_prefix(space + 1);
  const auto end = std::min(text.find_first_of("<>", stop), text.size());
  const bool is_whole = end < text.size() && text[end] == '>';
  at_ += is_whole ? end + 1 : end;
  if (!closing && is_whole && end > stop && text[end - 1] == '/') {
    close_empty_ = true;
    empty_name_ = name;
  }
  return {closing ? ofx_token_kind::close : ofx_token_kind::open, name, {}, false, line};
}

ofx_token ofx_tokenizer::run_of_text() {
  const auto line = line_here();
  // What stands behind the reach decides whether a '<' at its end starts a tag.
  const auto text = std::string_view{window_}.substr(at_, token_bytes_max + lookahead);
  std::size_t end = 0;
  do {
    end = std::min({text.find('<', end + 1), text.size(), token_bytes_max});
  } while (end < std::min(text.size(), token_bytes_max) && !starts_tag(text, end) &&
           text.substr(end + 1, 1) != "!" && text.substr(end + 1, 1) != "?");
  at_ += end;
  return {ofx_token_kind::text, {}, text.substr(0, end), false, line};
}

std::string decode_entities(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  while (!text.empty()) {
    const auto start = std::min(text.find('&'), text.size());
    decoded += text.substr(0, start);
    text.remove_prefix(start);
    if (text.empty()) break;
    const auto stop = text.substr(0, entity_bytes_max).find(';');
    const auto value = stop == text.npos ? 0 : entity_value(text.substr(1, stop - 1));
    if (value == 0)
      decoded.push_back('&');
    else
      append_utf8(decoded, value);
    text.remove_prefix(value == 0 ? 1 : stop + 1);
  }
  return decoded;
}

}  // namespace smartfin
