#pragma once

#include <chrono>
#include <string_view>
#include <type_traits>
#include <utility>

#include "config/option.hpp"

/// The words in which the option table is written.
namespace smartfin::option_rows {

/// The unit that a duration's type stands for; empty for any other type.
template <class T>
inline constexpr std::string_view duration_unit{};
template <>
inline constexpr std::string_view duration_unit<std::chrono::milliseconds> = "milliseconds";
template <>
inline constexpr std::string_view duration_unit<std::chrono::seconds> = "seconds";
template <>
inline constexpr std::string_view duration_unit<std::chrono::minutes> = "minutes";
template <>
inline constexpr std::string_view duration_unit<std::chrono::hours> = "hours";

/// The field `Field` of the group `Group`, whatever its type, behind two plain functions.
template <auto Group, auto Field>
struct field {
  using type = std::remove_cvref_t<decltype((std::declval<settings&>().*Group).*Field)>;
  static constexpr bool is_duration = !duration_unit<type>.empty();

  static option_value read(const settings& from) {
    const auto& value = (from.*Group).*Field;
    if constexpr (is_duration)
      return std::int64_t{value.count()};
    else if constexpr (std::is_integral_v<type> && !std::is_same_v<type, bool>)
      return static_cast<std::int64_t>(value);
    else
      return value;
  }
  static void write(settings& into, option_value value) {
    auto& target = (into.*Group).*Field;
    if constexpr (is_duration)
      target = type(std::get<std::int64_t>(value));
    else if constexpr (std::is_integral_v<type> && !std::is_same_v<type, bool>)
      target = static_cast<type>(std::get<std::int64_t>(value));
    else
      target = std::get<type>(std::move(value));
  }
};

template <auto Group, auto Field>
constexpr option number(std::string_view name, number_range range, std::string_view explanation) {
  using at = field<Group, Field>;
  if (at::is_duration) range.unit = duration_unit<typename at::type>;
  return {.name = name,
          .explanation = explanation,
          .read = at::read,
          .write = at::write,
          .range = range};
}

template <auto Group, auto Field>
constexpr option flag(std::string_view name, std::string_view explanation) {
  using at = field<Group, Field>;
  return {.name = name, .explanation = explanation, .read = at::read, .write = at::write};
}

template <auto Group, auto Field>
constexpr option text(std::string_view name, text_check check, std::string_view explanation) {
  using at = field<Group, Field>;
  return {.name = name,
          .explanation = explanation,
          .read = at::read,
          .write = at::write,
          .check = check};
}

constexpr option masked(option shown) {
  shown.secret = true;
  return shown;
}

}  // namespace smartfin::option_rows
