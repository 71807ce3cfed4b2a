#include "http/byte_ranges.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace smartfin::http {
namespace {

/// A number of any length: what does not fit is larger than every content.
std::optional<std::int64_t> number_of(std::string_view digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
  std::int64_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return parsed.ec == std::errc{} ? number : INT64_MAX;
}

}  // namespace

asked_range parse_range(std::string_view header, std::int64_t content_size) {
  constexpr std::string_view unit = "bytes=";
  const asked_range whole{asked_range::form::whole, 0, content_size};
  if (!header.starts_with(unit)) return whole;
  header.remove_prefix(unit.size());
  const auto dash = header.find('-');
  if (dash == header.npos) return whole;
  const auto first = number_of(header.substr(0, dash));
  const auto last = number_of(header.substr(dash + 1));
  const bool open_end = dash + 1 == header.size();

  if (dash == 0 && last) {  // the last bytes
    const auto size = std::min(*last, content_size);
    if (size == 0) return {asked_range::form::unsatisfiable};
    return {asked_range::form::part, content_size - size, size};
  }
  if (!first || (!last && !open_end) || (last && *last < *first)) return whole;
  if (*first >= content_size) return {asked_range::form::unsatisfiable};
  const auto end = open_end ? content_size : std::min(*last, content_size - 1) + 1;
  return {asked_range::form::part, *first, end - *first};
}

}  // namespace smartfin::http
