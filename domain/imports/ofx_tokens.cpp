#include "domain/imports/ofx_tokens.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "domain/imports/utf8.hpp"

namespace smartfin {
namespace {

constexpr std::string_view cdata_open = "<![CDATA[";
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

std::optional<ofx_token> ofx_tokenizer::next() {
  if (std::exchange(close_empty_, false))
    return ofx_token{ofx_token_kind::close, empty_name_, {}, false, line_};
  while (at_ < text_.size()) {
    if (text_.substr(at_).starts_with(cdata_open)) {
      const auto start = at_ + cdata_open.size();
      const auto stop = std::min(text_.find("]]>", start), text_.size());
      const auto line = line_at(at_);
      at_ = std::min(stop + 3, text_.size());
      return ofx_token{ofx_token_kind::text, {}, text_.substr(start, stop - start), true, line};
    }
    if (skip_markup()) continue;
    return starts_tag(at_) ? tag() : run_of_text();
  }
  return std::nullopt;
}

/// LF, CR LF, CR and CR CR LF each end one line.
std::size_t ofx_tokenizer::line_at(std::size_t at) {
  for (; counted_ < at; ++counted_) {
    const char c = text_[counted_];
    if (c == '\n') ++line_;
    if (c != '\r') continue;
    const auto behind = text_.substr(counted_ + 1, 2);
    if (!behind.starts_with('\n') && behind != "\r\n") ++line_;
  }
  return line_;
}

/// Comments, "<?...?>" and "<!...>" with an internal subset in brackets.
bool ofx_tokenizer::skip_markup() {
  const auto rest = text_.substr(at_);
  std::size_t stop = 0;
  if (rest.starts_with("<!--")) {
    stop = rest.find("-->", 4);
    stop = stop == rest.npos ? rest.size() : stop + 3;
  } else if (rest.starts_with("<?")) {
    stop = rest.find('>', 2);
    stop = stop == rest.npos ? rest.size() : stop + 1;
  } else if (rest.starts_with("<!")) {
    stop = rest.find_first_of("[>", 2);
    if (stop != rest.npos && rest[stop] == '[') stop = rest.find("]>", stop);
    stop = stop == rest.npos ? rest.size() : rest.find('>', stop) + 1;
  } else {
    return false;
  }
  at_ += stop;
  return true;
}

bool ofx_tokenizer::starts_tag(std::size_t at) const {
  if (text_[at] != '<' || at + 1 >= text_.size()) return false;
  const std::size_t name = text_[at + 1] == '/' ? at + 2 : at + 1;
  return name < text_.size() && is_letter(text_[name]);
}

ofx_token ofx_tokenizer::tag() {
  const auto line = line_at(at_);
  const bool closing = text_[at_ + 1] == '/';
  const auto start = at_ + (closing ? 2 : 1);
  auto stop = start;
  while (stop < text_.size() && is_name(text_[stop])) ++stop;
  auto name = text_.substr(start, stop - start);
  if (const auto space = name.rfind(':'); space != name.npos) name.remove_prefix(space + 1);
  const auto end = std::min(text_.find_first_of("<>", stop), text_.size());
  const bool is_whole = end < text_.size() && text_[end] == '>';
  at_ = is_whole ? end + 1 : end;
  if (!closing && is_whole && end > stop && text_[end - 1] == '/') {
    close_empty_ = true;
    empty_name_ = name;
  }
  return {closing ? ofx_token_kind::close : ofx_token_kind::open, name, {}, false, line};
}

ofx_token ofx_tokenizer::run_of_text() {
  const auto start = at_;
  const auto line = line_at(at_);
  do {
    at_ = std::min(text_.find('<', at_ + 1), text_.size());
  } while (at_ < text_.size() && !starts_tag(at_) && text_.substr(at_ + 1, 1) != "!" &&
           text_.substr(at_ + 1, 1) != "?");
  return {ofx_token_kind::text, {}, text_.substr(start, at_ - start), false, line};
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
