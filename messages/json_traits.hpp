#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <chrono>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "domain/civil_date.hpp"
#include "domain/ids.hpp"
#include "domain/money.hpp"
#include "messages/json_shape.hpp"
#include "messages/patch.hpp"
#include "messages/secret.hpp"

namespace smartfin {
struct call_context;
}

namespace smartfin::json {

/// Members of T that a client may leave out because their default initialiser is the answer.
/// Specialise as `template <> inline constexpr std::array<std::string_view, 1>
/// defaulted_members<t>{"closed"};`
template <class T>
inline constexpr auto defaulted_members = std::array<std::string_view, 0>{};

/// The constant table that describes T.
template <class T>
const shape& shape_of();

namespace detail {

namespace describe = boost::describe;
template <class T>
using members_of = describe::describe_members<T, describe::mod_public | describe::mod_inherited>;

template <class C, class M>
M member_of(M C::*);
template <class D>
using type_of_member = decltype(member_of(D::pointer));

template <class T>
inline constexpr bool travels = !std::is_same_v<T, call_context>;

template <class T>
constexpr std::string_view bare_name() {
  constexpr std::string_view text = __PRETTY_FUNCTION__;
  constexpr auto from = text.find("T = ") + 4;
  const std::string_view name = text.substr(from, text.find_first_of(";]", from) - from);
  const auto colon = name.substr(0, name.find('<')).rfind("::");
  return colon == std::string_view::npos ? name : name.substr(colon + 2);
}

template <class T>
struct inside {};
template <class T>
struct inside<std::optional<T>> {
  using type = T;
  static constexpr auto kind = shape_kind::optional;
};
template <class T>
struct inside<std::shared_ptr<const T>> {
  using type = T;
  static constexpr auto kind = shape_kind::optional;
};
template <class T>
struct inside<patch<T>> {
  using type = T;
  static constexpr auto kind = shape_kind::patch;
};
template <class T>
struct inside<std::vector<T>> {
  using type = T;
  static constexpr auto kind = shape_kind::list;
};
template <class T, std::size_t Size>
struct inside<std::array<T, Size>> {
  using type = T;
  static constexpr auto kind = shape_kind::list;
};
template <class T>
struct inside<std::map<std::string, T>> {
  using type = T;
  static constexpr auto kind = shape_kind::map;
};
template <class T>
concept wraps = requires {
  typename inside<T>::type;
};

template <class T>
inline constexpr bool may_be_absent = false;
template <wraps T>
inline constexpr bool may_be_absent<T> =
    inside<T>::kind == shape_kind::optional || inside<T>::kind == shape_kind::patch;

template <class T>
inline constexpr bool is_shared = false;
template <class T>
inline constexpr bool is_shared<std::shared_ptr<const T>> = true;
template <class T>
inline constexpr bool is_array = false;
template <class T, std::size_t Size>
inline constexpr bool is_array<std::array<T, Size>> = true;
template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<id<Tag>> = true;
template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = std::is_integral_v<Rep>;

}  // namespace detail

/// A value to read into: T{}, the first enumerator, or, for a struct with a member that has no
/// default (an amount of money without initialiser), every member blank whatever its initialiser
/// says.
template <class T>
T blank() {
  if constexpr (std::is_same_v<T, currency>) {
    return currency::usd();
  } else if constexpr (std::is_enum_v<T>) {
    return boost::mp11::mp_first<detail::describe::describe_enumerators<T>>::value;
  } else if constexpr (std::is_default_constructible_v<T>) {
    return T{};
  } else if constexpr (std::is_same_v<T, money>) {
    return money{0, currency::usd()};
  } else {
    static_assert(defaulted_members<T>.empty(),
                  "its initialisers would be lost: give every member one");
    return []<template <class...> class List, class... D>(List<D...>*) {
      return T{blank<detail::type_of_member<D>>()...};
    }(static_cast<detail::members_of<T>*>(nullptr));
  }
}

}  // namespace smartfin::json

#include "messages/json_tables.hpp"
