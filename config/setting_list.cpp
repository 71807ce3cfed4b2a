#include "config/setting_list.hpp"

#include "config/option.hpp"

namespace smartfin {
namespace {

constexpr std::string_view heading =
    "# Settings of SmartFin: every option with its default. Copy what you change, leave out the\n"
    "# rest; `smartfin serve --config FILE` reads it. Units are in the names: _ms, _s, _min and "
    "_h\n"
    "# are milliseconds, seconds, minutes and hours, _bytes_max is bytes. A name that is not "
    "listed\n"
    "# here, or a value that is not allowed, is refused at the start.\n";

constexpr std::size_t line_columns = 98;

/// Appends a comment, broken between words.
void append_comment(std::string& out, std::string_view text) {
  while (!text.empty()) {
    auto end = text.size();
    if (end > line_columns) {
      const auto space = text.rfind(' ', line_columns);
      end = space == text.npos ? text.find(' ') : space;
    }
    out.append("# ").append(text.substr(0, end)).append("\n");
    text = end >= text.size() ? std::string_view{} : text.substr(end + 1);
  }
}

std::string shown_value(const option& which, const settings& from) {
  const auto value = which.read(from);
  if (!which.secret) return value_text(value);
  const auto* text = std::get_if<std::string>(&value);
  return text && text->empty() ? "(not set)" : "(set)";
}

}  // namespace

std::vector<setting_row> describe(const settings& shown) {
  std::vector<setting_row> rows;
  const settings defaults;
  for (const auto& section : option_table())
    for (const auto& each : section.options)
      rows.push_back({dotted_name(section, each), shown_value(each, shown),
                      shown_value(each, defaults), allowed_text(each),
                      std::string(each.explanation)});
  return rows;
}

std::string example_settings() {
  std::string text(heading);
  const settings defaults;
  for (const auto& section : option_table()) {
    text.append("\n");
    append_comment(text, section.explanation);
    text.append("[").append(section.name).append("]\n");
    for (const auto& each : section.options) {
      text.append("\n");
      append_comment(text, each.explanation);
      append_comment(text, "Allowed: " + allowed_text(each) + ".");
      text.append(each.name).append(" = ").append(value_text(each.read(defaults))).append("\n");
    }
  }
  return text;
}

}  // namespace smartfin
