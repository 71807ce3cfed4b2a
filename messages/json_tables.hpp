#pragma once

// The constant tables behind shape_of<T>(); included by json_traits.hpp only.

#include "messages/json_traits.hpp"

namespace smartfin::json::detail {

template <class T>
struct integer_access {
  static std::uint64_t load(const void* at) {
    const T& value = *static_cast<const T*>(at);
    if constexpr (is_id<T>)
      return static_cast<std::uint64_t>(value.value);
    else if constexpr (is_duration<T>)
      return static_cast<std::uint64_t>(value.count());
    else
      return static_cast<std::uint64_t>(value);
  }
  static void store(void* at, std::uint64_t bits) {
    T& value = *static_cast<T*>(at);
    if constexpr (is_id<T>)
      value.value = static_cast<std::int64_t>(bits);
    else if constexpr (is_duration<T>)
      value = T{static_cast<typename T::rep>(bits)};
    else
      value = static_cast<T>(bits);
  }
};

template <class T, class Number>
constexpr shape integer_shape(shape_kind kind) {
  using range = std::numeric_limits<Number>;
  return {.kind = kind,
          .is_signed = std::is_signed_v<Number>,
          .lowest = static_cast<std::int64_t>(range::min()),
          .highest = static_cast<std::uint64_t>(range::max()),
          .load = integer_access<T>::load,
          .store = integer_access<T>::store};
}

template <class T>
inline constexpr auto enumerators_of = []<template <class...> class List, class... D>(List<D...>*) {
  return std::array<enumerator, sizeof...(D)>{
      enumerator{D::name, static_cast<std::uint64_t>(D::value)}...};
}(static_cast<describe::describe_enumerators<T>*>(nullptr));

template <class T, class D>
constexpr member_shape member_table() {
  bool required = !may_be_absent<type_of_member<D>>;
  for (const std::string_view name : defaulted_members<T>) required = required && name != D::name;
  return {
      D::name, &shape_of<type_of_member<D>>,
      [](void* object) -> void* { return std::addressof(static_cast<T*>(object)->*D::pointer); },
      required};
}

template <class T>
inline constexpr auto member_tables_of =
    []<template <class...> class List, class... D>(List<D...>*) {
      constexpr std::size_t count = (std::size_t{0} + ... + (travels<type_of_member<D>> ? 1 : 0));
      std::array<member_shape, count> tables{};
      [[maybe_unused]] std::size_t at = 0;
      (
          [&] {
            if constexpr (travels<type_of_member<D>>) tables[at++] = member_table<T, D>();
          }(),
          ...);
      return tables;
    }(static_cast<members_of<T>*>(nullptr));

template <class T>
constexpr shape maybe_shape() {
  using value_type = typename inside<T>::type;
  shape s{.kind = inside<T>::kind, .inner = &shape_of<value_type>};
  if constexpr (inside<T>::kind == shape_kind::optional) {
    s.peek = [](const void* at) -> const void* {
      const T& maybe = *static_cast<const T*>(at);
      return maybe ? std::addressof(*maybe) : nullptr;
    };
    s.engage = [](void* at) -> void* {
      if constexpr (is_shared<T>) {
        auto fresh = std::make_shared<value_type>(blank<value_type>());
        void* place = fresh.get();
        *static_cast<T*>(at) = std::move(fresh);
        return place;
      } else {
        return std::addressof(static_cast<T*>(at)->emplace(blank<value_type>()));
      }
    };
  } else {
    s.peek = [](const void* at) -> const void* {
      const T& maybe = *static_cast<const T*>(at);
      return maybe.sets() ? std::addressof(maybe.value()) : nullptr;
    };
    s.engage = [](void* at) -> void* {
      T& maybe = *static_cast<T*>(at);
      maybe = T{blank<value_type>()};
      // The patch itself is not const; it only offers no other way in.
      return const_cast<value_type*>(std::addressof(maybe.value()));
    };
    s.is_present = [](const void* at) { return static_cast<const T*>(at)->present(); };
    s.clear = [](void* at) { *static_cast<T*>(at) = T::cleared(); };
  }
  return s;
}

template <class T>
constexpr shape container_shape() {
  using value_type = typename inside<T>::type;
  static_assert(!std::is_same_v<value_type, bool> || inside<T>::kind == shape_kind::map,
                "std::vector<bool> has no elements to point at");
  shape s{.kind = inside<T>::kind, .inner = &shape_of<value_type>};
  if constexpr (inside<T>::kind == shape_kind::list) {
    s.elements = [](const void* at) {
      const T& list = *static_cast<const T*>(at);
      return list_view{list.data(), list.size(), sizeof(value_type)};
    };
    if constexpr (is_array<T>)
      s.place = [](void* at, std::size_t index) -> void* {
        T& array = *static_cast<T*>(at);
        return index < array.size() ? std::addressof(array[index]) : nullptr;
      };
    else
      s.engage = [](void* at) -> void* {
        return std::addressof(static_cast<T*>(at)->emplace_back(blank<value_type>()));
      };
  } else {
    s.each = [](const void* at, void* state, entry_sink sink) {
      for (const auto& [key, value] : *static_cast<const T*>(at))
        sink(state, key, std::addressof(value));
    };
    s.insert = [](void* at, std::string_view key) -> void* {
      return std::addressof(static_cast<T*>(at)
                                ->insert_or_assign(std::string(key), blank<value_type>())
                                .first->second);
    };
  }
  return s;
}

template <class T>
constexpr shape make_shape() {
  if constexpr (std::is_same_v<T, bool>)
    return {.kind = shape_kind::boolean};
  else if constexpr (std::is_integral_v<T>)
    return integer_shape<T, T>(shape_kind::integer);
  else if constexpr (is_duration<T>)
    return integer_shape<T, typename T::rep>(shape_kind::integer);
  else if constexpr (is_id<T>)
    return integer_shape<T, std::int64_t>(shape_kind::id);
  else if constexpr (std::is_same_v<T, double>)
    return {.kind = shape_kind::real};
  else if constexpr (std::is_same_v<T, std::string>)
    return {.kind = shape_kind::text};
  else if constexpr (std::is_same_v<T, secret>)
    return {.kind = shape_kind::secret};
  else if constexpr (std::is_same_v<T, money>)
    return {.kind = shape_kind::money, .name = "money"};
  else if constexpr (std::is_same_v<T, currency>)
    return {.kind = shape_kind::currency};
  else if constexpr (std::is_same_v<T, civil_date>)
    return {.kind = shape_kind::date};
  else if constexpr (std::is_same_v<T, civil_month>)
    return {.kind = shape_kind::month};
  else if constexpr (std::is_same_v<T, instant>)
    return {.kind = shape_kind::instant};
  else if constexpr (std::is_enum_v<T>) {
    shape s = integer_shape<T, std::underlying_type_t<T>>(shape_kind::enumeration);
    s.name = bare_name<T>();
    s.enumerators = enumerators_of<T>;
    return s;
  } else if constexpr (may_be_absent<T>)
    return maybe_shape<T>();
  else if constexpr (wraps<T>)
    return container_shape<T>();
  else {
    static_assert(describe::has_describe_members<T>::value,
                  "not a type of the codec: describe it with BOOST_DESCRIBE_STRUCT");
    return {.kind = shape_kind::object, .name = bare_name<T>(), .members = member_tables_of<T>};
  }
}

template <class T>
inline constexpr shape table_of = make_shape<T>();

}  // namespace smartfin::json::detail

namespace smartfin::json {

template <class T>
const shape& shape_of() {
  return detail::table_of<T>;
}

}  // namespace smartfin::json
