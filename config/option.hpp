#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config/settings.hpp"

namespace smartfin {

/// What an option can hold, whatever the type of its field. A duration is the count of its unit.
using option_value = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;

/// Both ends are allowed.
struct number_range {
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::string_view unit{};  ///< "bytes"; empty for a bare count
};

/// What a text, or each text of a list, must be.
struct text_check {
  bool (*accepts)(std::string_view) = nullptr;
  std::string_view allowed;  ///< the same in words: "a host name"
};

/// One option of the settings file and the field behind it.
struct option {
  std::string_view name;  ///< within its section; a duration ends in _ms, _s, _min or _h
  std::string_view explanation;
  option_value (*read)(const settings&) = nullptr;
  /// The value must be `accepts`-able and of the kind that `read` gives.
  void (*write)(settings&, option_value) = nullptr;
  number_range range{};  ///< for numbers
  text_check check{};    ///< for texts and lists of texts
  bool secret = false;   ///< shown to operators only as set or not
};

struct option_section {
  std::string_view name;
  std::string_view explanation;
  std::span<const option> options;
};

/// Two options, by their dotted names, of which the first must not be above the second.
struct option_order {
  std::string_view low;
  std::string_view high;
};

/// Every option there is, in the order of the example file.
std::span<const option_section> option_table();
std::span<const option_order> option_orders();

/// Null when there is none.
const option_section* find_section(std::string_view name);
const option* find_option(const option_section& section, std::string_view name);
/// As "http.port".
std::string dotted_name(const option_section& section, const option& which);

/// True if the value is of the option's kind and within what is allowed.
bool accepts(const option& which, const option_value& value);
/// What is allowed, to follow "must be": "a whole number from 0 to 65535".
std::string allowed_text(const option& which);
/// As the settings file has it: texts in quotes, lists in brackets.
std::string value_text(const option_value& value);

}  // namespace smartfin
