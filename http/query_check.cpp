#include "http/query_check.hpp"

#include <algorithm>
#include <charconv>

#include "messages/json.hpp"

namespace smartfin::http {
namespace {

struct complaint {
  std::string_view code, message;
};
using verdict = std::optional<complaint>;

verdict check_bounds(const query_parameter& spec, std::int64_t number, std::string_view what) {
  if (spec.lowest && number < *spec.lowest) return complaint{"out_of_range", what};
  if (spec.highest && number > *spec.highest) return complaint{"out_of_range", what};
  return std::nullopt;
}

verdict check_text(const query_parameter& spec, std::string_view value) {
  if (value.find('\0') != std::string_view::npos || !json::is_utf8(value))
    return complaint{"not_text", "must be UTF-8 without NUL"};
  const auto& allowed = spec.allowed;
  if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), value) == allowed.end())
    return complaint{"unknown_value", "not one of the known values"};
  return check_bounds(spec, static_cast<std::int64_t>(value.size()), "too short or too long");
}

verdict check_integer(const query_parameter& spec, std::string_view value) {
  const auto number = parse_integer(value);
  if (!number) return complaint{"wrong_type", "must be an integer"};
  return check_bounds(spec, *number, "out of range");
}

verdict unless(bool fine, complaint why) { return fine ? verdict{} : verdict{why}; }

verdict check_value(const query_parameter& spec, std::string_view value) {
  switch (spec.type) {
    case parameter_type::text:
      return check_text(spec, value);
    case parameter_type::integer:
      return check_integer(spec, value);
    case parameter_type::boolean:
      return unless(value == "true" || value == "false", {"wrong_type", "must be true or false"});
    case parameter_type::date:
      return unless(civil_date::parse(value).has_value(), {"not_a_date", "not a date YYYY-MM-DD"});
    case parameter_type::month:
      return unless(civil_month::parse(value).has_value(), {"not_a_month", "not a month YYYY-MM"});
    case parameter_type::instant:
      return unless(parse_rfc3339(value).has_value(), {"not_an_instant", "not RFC 3339"});
    case parameter_type::id:
      return unless(parse_id(value).has_value(), {"out_of_range", "must be a positive integer"});
  }
  return std::nullopt;
}

}  // namespace

void check_query(const request& in, const route& row, field_errors& errors) {
  constexpr std::size_t errors_max = 20;
  const auto note = [&](std::string_view name, complaint why) {
    if (errors.size() < errors_max)
      errors.push_back({std::string(name), std::string(why.code), std::string(why.message)});
  };
  const auto given = in.query_parameters();
  for (const auto& [name, value] : given) {
    const auto spec = std::find_if(row.query.begin(), row.query.end(),
                                   [&](const auto& each) { return each.name == name; });
    if (spec == row.query.end())
      note(name, {"unknown_parameter", "is not a parameter of this"});
    else if (const auto why = check_value(*spec, value))
      note(name, *why);
  }
  for (const auto& spec : row.query) {
    const auto count = std::count_if(given.begin(), given.end(),
                                     [&](const auto& each) { return each.name == spec.name; });
    if (count == 0 && spec.required) note(spec.name, {"required", "is required"});
    if (count > 1 && !spec.repeatable) note(spec.name, {"repeated", "stands more than once"});
  }
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::int64_t> parse_id(std::string_view text) {
  if (text.empty() || text.front() == '0' || text.front() == '-') return std::nullopt;
  const auto number = parse_integer(text);
  return number && *number < (std::int64_t{1} << 53) ? number : std::nullopt;
}

}  // namespace smartfin::http
