#include "config/settings_file.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <utility>

#include "config/escaped_text.hpp"
#include "config/option.hpp"

namespace smartfin {
namespace {

constexpr std::size_t file_bytes_max = 1 << 20;
constexpr std::size_t line_bytes_max = 8 * 1024;
constexpr std::size_t shown_bytes_max = 80;

int line_of(const toml::source_region& place) { return static_cast<int>(place.begin.line); }

template <class T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

/// The value as a sentence shows it: numbers as they are, texts in quotes, the rest by its kind.
std::string found_text(const toml::node& node) {
  if (const auto text = node.value_exact<std::string_view>())
    return "the text " + quoted(*text, shown_bytes_max);
  if (const auto truth = node.value_exact<bool>()) return *truth ? "true" : "false";
  if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
  if (const auto number = node.value_exact<double>()) return "the fraction " + printed(*number);
  if (node.is_table()) return "a section";
  if (node.is_array()) return "a list";
  return "a date or time";
}

std::optional<option_value> to_texts(const toml::array& list) {
  std::vector<std::string> texts;
  for (const auto& element : list) {
    const auto text = element.value_exact<std::string>();
    if (!text) return std::nullopt;
    texts.push_back(*text);
  }
  return texts;
}

/// None for what no option can hold.
std::optional<option_value> to_value(const toml::node& node) {
  if (const auto truth = node.value_exact<bool>()) return *truth;
  if (const auto number = node.value_exact<std::int64_t>()) return *number;
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto* list = node.as_array()) return to_texts(*list);
  return std::nullopt;
}

std::string names_of(std::span<const option> options) {
  std::string names;
  for (const auto& each : options) (names += names.empty() ? "" : ", ") += each.name;
  return names;
}

std::string names_of(std::span<const option_section> sections) {
  std::string names;
  for (const auto& each : sections) (names += names.empty() ? "" : ", ") += each.name;
  return names;
}

/// A key of the file, which may hold anything, in a form fit for a sentence.
std::string shown_key(std::string_view key) {
  const auto text = quoted(key, shown_bytes_max);
  const bool plain =
      !key.empty() && text.size() == key.size() + 2 && key.find_first_of(" .'") == key.npos;
  return plain ? std::string(key) : text;
}

/// Takes the file's tables into settings, and notes what can't be taken.
class settings_reader {
public:
  void read_root(const toml::table& root) {
    for (const auto& [key, node] : root) {
      const auto* section = find_section(key.str());
      const auto* table = node.as_table();
      if (!section)
        refuse(line_of(key.source()), shown_key(key.str()),
               (table ? "is not a section" : "is not an option") +
                   std::string("; the sections are ") + names_of(option_table()) + ".");
      else if (!table)
        refuse(line_of(key.source()), std::string(section->name),
               "is " + found_text(node) + ", but must be a section, [" +
                   std::string(section->name) + "].");
      else
        read_section(*section, *table);
    }
    for (const auto& order : option_orders()) check_order(order);
  }

  result<settings, config_error> outcome(std::string file) && {
    if (problems_.empty()) return std::move(read_);
    std::ranges::stable_sort(problems_, {}, &config_problem::line);
    return failure{config_error{std::move(file), std::move(problems_)}};
  }

private:
  void read_section(const option_section& section, const toml::table& table) {
    for (const auto& [key, node] : table) {
      const auto line = line_of(key.source());
      if (const auto* known = find_option(section, key.str()))
        read_option(dotted_name(section, *known), *known, node, line);
      else
        refuse(line, std::string(section.name) + "." + shown_key(key.str()),
               "is not an option; the options of " + std::string(section.name) + " are " +
                   names_of(section.options) + ".");
    }
  }

  void read_option(const std::string& name, const option& known, const toml::node& node, int line) {
    auto value = to_value(node);
    if (!value || !accepts(known, *value)) {
      refuse(line, name,
             "is " + refused_text(known, node) + ", but must be " + allowed_text(known) + ".");
      return;
    }
    known.write(read_, std::move(*value));
    lines_.emplace(name, line);
  }

  /// Of a list, the element at fault.
  static std::string refused_text(const option& known, const toml::node& node) {
    const auto* list = node.as_array();
    if (!list || !std::holds_alternative<std::vector<std::string>>(known.read(settings{})))
      return found_text(node);
    for (const auto& element : *list) {
      const auto text = element.value_exact<std::string>();
      if (!text || !known.check.accepts(*text)) return "a list with " + found_text(element);
    }
    return found_text(node);
  }

  void check_order(const option_order& order) {
    // What was refused still has its default, of which the file says nothing.
    if (was_refused(order.low) || was_refused(order.high)) return;
    const auto low = number_at(order.low);
    const auto high = number_at(order.high);
    if (low <= high) return;
    refuse(std::max(line_at(order.low), line_at(order.high)), std::string(order.low),
           "is " + std::to_string(low) + ", but must not be above " + std::string(order.high) +
               ", which is " + std::to_string(high) + ".");
  }

  bool was_refused(std::string_view dotted) const {
    return std::ranges::find(problems_, dotted, &config_problem::option) != problems_.end();
  }

  std::int64_t number_at(std::string_view dotted) const {
    const auto dot = dotted.find('.');
    const auto* section = find_section(dotted.substr(0, dot));
    return std::get<std::int64_t>(find_option(*section, dotted.substr(dot + 1))->read(read_));
  }

  int line_at(std::string_view dotted) const {
    const auto found = lines_.find(dotted);
    return found == lines_.end() ? 0 : found->second;
  }

  void refuse(int line, std::string name, std::string why) {
    auto sentence = name + " " + std::move(why);
    problems_.push_back({line, std::move(name), std::move(sentence)});
  }

  settings read_;
  std::map<std::string, int, std::less<>> lines_;  // of the options taken
  std::vector<config_problem> problems_;
};

config_error whole_file_error(std::string file, std::string why) {
  return {std::move(file), {{0, {}, "The settings file " + std::move(why) + "."}}};
}

std::string system_words(int code) { return std::generic_category().message(code); }

/// The first line beyond `line_bytes_max`, 0 if there is none. The parser descends, without a limit
/// and on the stack, into each part of a dotted key, which a line bounds.
int overlong_line(std::string_view text) {
  for (int line = 1; !text.empty(); ++line) {
    const auto length = std::min(text.find('\n'), text.size());
    if (length > line_bytes_max) return line;
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return 0;
}

}  // namespace

std::string to_text(const config_error& error) {
  std::string text;
  for (const auto& problem : error.problems) {
    text += error.file;
    if (problem.line > 0) text += ", line " + std::to_string(problem.line);
    text += ": " + problem.sentence + "\n";
  }
  return text;
}

result<settings, config_error> parse_settings(std::string_view text, std::string file) {
  if (const auto line = overlong_line(text))
    return failure{config_error{
        std::move(file), {{line, {}, "This line is longer than 8 KiB, which no option needs."}}}};
  try {
    settings_reader reader;
    reader.read_root(toml::parse(text));
    return std::move(reader).outcome(std::move(file));
  } catch (const toml::parse_error& fault) {
    std::string why;
    append_escaped(why, fault.description());
    return failure{config_error{std::move(file),
                                {{line_of(fault.source()), {}, "This is not TOML: " + why + "."}}}};
  }
}

result<settings, config_error> read_settings(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (!file) return failure{whole_file_error(path, "can't be opened: " + system_words(errno))};
  std::string text;
  std::array<char, 16 * 1024> part;
  while (const auto got = std::fread(part.data(), 1, part.size(), file.get())) {
    text.append(part.data(), got);
    if (text.size() > file_bytes_max)
      return failure{whole_file_error(path, "is longer than 1 MiB, which no settings file is")};
  }
  if (std::ferror(file.get()))
    return failure{whole_file_error(path, "can't be read: " + system_words(errno))};
  return parse_settings(text, path);
}

}  // namespace smartfin
