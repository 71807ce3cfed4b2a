#include "config/option.hpp"

#include <algorithm>

#include "config/escaped_text.hpp"

namespace smartfin {
namespace {

struct acceptance {
  const option& which;

  bool operator()(bool) const { return true; }
  bool operator()(std::int64_t number) const {
    return number >= which.range.min && number <= which.range.max;
  }
  bool operator()(const std::string& text) const { return which.check.accepts(text); }
  bool operator()(const std::vector<std::string>& texts) const {
    return std::ranges::all_of(texts, which.check.accepts);
  }
};

struct allowance {
  const option& which;

  std::string operator()(bool) const { return "true or false"; }
  std::string operator()(std::int64_t) const {
    const auto& range = which.range;
    auto text =
        "a whole number from " + std::to_string(range.min) + " to " + std::to_string(range.max);
    if (!range.unit.empty()) text.append(" (").append(range.unit).append(")");
    return text;
  }
  std::string operator()(const std::string&) const { return std::string(which.check.allowed); }
  std::string operator()(const std::vector<std::string>&) const {
    return "a list of which each is " + std::string(which.check.allowed);
  }
};

struct value_wording {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(const std::string& text) const { return quoted(text); }
  std::string operator()(const std::vector<std::string>& texts) const {
    std::string list;
    for (const auto& text : texts) list += (list.empty() ? "" : ", ") + quoted(text);
    return "[" + list + "]";
  }
};

}  // namespace

const option_section* find_section(std::string_view name) {
  const auto sections = option_table();
  const auto found = std::ranges::find(sections, name, &option_section::name);
  return found == sections.end() ? nullptr : &*found;
}

const option* find_option(const option_section& section, std::string_view name) {
  const auto found = std::ranges::find(section.options, name, &option::name);
  return found == section.options.end() ? nullptr : &*found;
}

std::string dotted_name(const option_section& section, const option& which) {
  return std::string(section.name).append(".").append(which.name);
}

bool accepts(const option& which, const option_value& value) {
  return which.read(settings{}).index() == value.index() && std::visit(acceptance{which}, value);
}

std::string allowed_text(const option& which) {
  return std::visit(allowance{which}, which.read(settings{}));
}

std::string value_text(const option_value& value) { return std::visit(value_wording{}, value); }

}  // namespace smartfin
