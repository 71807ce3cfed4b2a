#include "http/front/exchange.hpp"

#include <algorithm>

namespace smartfin::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string decoded_or_as_sent(std::string_view text) {
  auto decoded = percent_decode(text, true);
  return decoded ? std::move(*decoded) : std::string{text};
}

/// Takes what stands before the first `mark` off `text`, and the mark with it; all of it when there is none.
std::string_view take_until(char mark, std::string_view& text) {
  const auto found = std::find(text.begin(), text.end(), mark);
  const std::string_view taken{text.begin(), found};
  text = {found == text.end() ? found : found + 1, text.end()};
  return taken;
}

/// Calls `visit(name, value)`, both still encoded, until it returns false.
template <class Visit>
void each_parameter(std::string_view query, Visit visit) {
  while (!query.empty()) {
    auto value = take_until('&', query);
    if (value.empty()) continue;
    const auto name = take_until('=', value);
    if (!visit(name, value)) return;
  }
}

}  // namespace

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(plus_is_blank && text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return decoded;
}

std::string_view request::header(std::string_view name) const {
  const auto field = std::find_if(headers.begin(), headers.end(), [name](const header_field& f) {
    return equals_ignoring_case(f.name, name);
  });
  return field == headers.end() ? std::string_view{} : field->value;
}

std::optional<std::string> request::query(std::string_view name) const {
  std::optional<std::string> found;
  each_parameter(query_string, [&](std::string_view key, std::string_view value) {
    if (key != name && decoded_or_as_sent(key) != name) return true;
    found = decoded_or_as_sent(value);
    return false;
  });
  return found;
}

std::vector<decoded_parameter> request::query_parameters() const {
  std::vector<decoded_parameter> all;
  each_parameter(query_string, [&](std::string_view key, std::string_view value) {
    all.push_back({decoded_or_as_sent(key), decoded_or_as_sent(value)});
    return true;
  });
  return all;
}

}  // namespace smartfin::http
