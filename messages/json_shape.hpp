#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace smartfin::json {

/// How a type looks in JSON. The walks over it (writing, reading, schema) are compiled once, in the
/// library; a described struct only adds a constant table.
enum class shape_kind : std::uint8_t {
  boolean,
  integer,
  real,
  text,
  secret,       // read as text, written as "***"
  money,        // {"amount":"-12.34","currency":"EUR"}
  currency,     // "EUR"
  date,         // "2026-02-28"
  month,        // "2026-02"
  instant,      // RFC 3339, UTC
  id,           // integer, 1 to 2^53 - 1
  enumeration,  // the enumerator's name
  optional,     // left out when empty
  patch,        // left out, null or a value
  list,
  map,
  object,
};

struct shape;
/// Types refer to each other through functions, so that a struct may contain itself.
using shape_function = const shape& (*)();

struct member_shape {
  std::string_view name;
  shape_function type;
  void* (*at)(void* object);
  /// Strict reading refuses an object without it.
  bool required;
};

struct enumerator {
  std::string_view name;
  std::uint64_t bits;
};

struct list_view {
  const void* first = nullptr;
  std::size_t count = 0;
  std::size_t stride = 0;
};

/// Receives the entries of a map in key order.
using entry_sink = void (*)(void* state, std::string_view key, const void* value);

/// The parts a kind does not use stay null.
struct shape {
  shape_kind kind{};
  /// Of objects and enumerations: the type's name without its namespace.
  std::string_view name{};

  // integer, id, enumeration: the value as 64 bits, two's complement when `is_signed`.
  bool is_signed = true;
  std::int64_t lowest = 0;
  std::uint64_t highest = 0;
  std::uint64_t (*load)(const void*) = nullptr;
  void (*store)(void*, std::uint64_t) = nullptr;
  std::span<const enumerator> enumerators{};

  // optional, patch, list, map: what is inside.
  shape_function inner = nullptr;
  /// optional, patch: the value, or null when there is none.
  const void* (*peek)(const void*) = nullptr;
  /// optional, patch: makes it hold a blank value; list: appends one. Returns where it is.
  void* (*engage)(void*) = nullptr;
  /// patch: whether it says anything; and making it say "clear".
  bool (*is_present)(const void*) = nullptr;
  void (*clear)(void*) = nullptr;
  /// list of a fixed length: where the element stands, null beyond the end.
  void* (*place)(void*, std::size_t index) = nullptr;
  list_view (*elements)(const void*) = nullptr;
  void (*each)(const void*, void* state, entry_sink) = nullptr;
  /// map: the place of a blank value under `key`.
  void* (*insert)(void*, std::string_view key) = nullptr;

  std::span<const member_shape> members{};
};

}  // namespace smartfin::json
