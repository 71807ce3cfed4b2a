#include "http/media_type.hpp"

#include <algorithm>

namespace smartfin::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// Cuts off and returns what is before `separator`, without the blanks around it.
std::string_view next_part(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  while (!part.empty() && (part.front() == ' ' || part.front() == '\t')) part.remove_prefix(1);
  while (!part.empty() && (part.back() == ' ' || part.back() == '\t')) part.remove_suffix(1);
  return part;
}

std::string_view bare_type(std::string_view type) { return next_part(type, ';'); }

bool covers(std::string_view range, std::string_view type) {
  if (range == "*/*") return true;
  if (range.ends_with("/*"))
    return type.size() >= range.size() &&
           same(range.substr(0, range.size() - 1), type.substr(0, range.size() - 1));
  return same(range, type);
}

/// "q=0", "q=0.0" and the like: explicitly unwanted.
bool is_unwanted(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto parameter = next_part(parameters, ';');
    if (parameter.size() > 2 && same(parameter.substr(0, 2), "q="))
      return parameter.find_first_not_of("0.", 2) == std::string_view::npos;
  }
  return false;
}

}  // namespace

bool is_one_of(std::string_view content_type, const std::vector<std::string>& types) {
  std::string_view parameters = content_type;
  const auto type = next_part(parameters, ';');
  if (type.empty()) return false;
  while (!parameters.empty()) {
    const auto parameter = next_part(parameters, ';');
    if (parameter.size() > 8 && same(parameter.substr(0, 8), "charset=")) {
      const auto charset = parameter.substr(8);
      if (!same(charset, "utf-8") && !same(charset, "\"utf-8\"")) return false;
    }
  }
  return std::any_of(types.begin(), types.end(),
                     [&](const std::string& each) { return covers(each, type); });
}

bool accepts(std::string_view accept, std::string_view offered) {
  if (accept.empty() || offered == "*/*") return true;  // a query parameter chooses
  const auto type = bare_type(offered);
  while (!accept.empty()) {
    std::string_view parameters = next_part(accept, ',');
    const auto range = next_part(parameters, ';');
    if (covers(range, type) && !is_unwanted(parameters)) return true;
  }
  return false;
}

}  // namespace smartfin::http
