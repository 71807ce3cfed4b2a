#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/result.hpp"
#include "messages/field_error.hpp"
#include "messages/json_shape.hpp"
#include "messages/json_traits.hpp"

/// JSON of described structs, for the HTTP edge (strict) and the links between nodes (lenient).
/// Supported members: bool, integers, double, std::string, secret, money, currency, civil_date,
/// civil_month, instant, id<>, durations (as a count: the member's name says the unit), described
/// enums and structs, and std::optional, std::shared_ptr<const ...>, patch, std::vector, std::array and
/// std::map<std::string, ...> of them.
/// A `call_context` member is not part of the JSON.
namespace smartfin::json {

/// Whether a `secret` is written as "***" or as itself; only a link between nodes may reveal one.
enum class secrets { masked, revealed };

struct parse_limits {
  std::size_t bytes_max = 1 << 20;
  std::size_t depth_max = 32;
};

/// Why a text is not one JSON value we accept. `code`: too_large, too_deep, duplicate_key, not_utf8
/// or not_json.
struct parse_refusal {
  std::string_view code;
  std::string message;
};

// The walks over a shape; use the templates below.
void write(const shape& type, const void* value, std::string& out, secrets = secrets::masked);
bool read(const shape& type, const boost::json::value& from, void* value, field_errors& errors,
          bool strict);
bool read_stored(const shape& type, std::string_view text, void* value, const parse_limits& limits);
bool read_text(const shape& type, std::string_view text, void* value, field_errors& errors,
               const parse_limits& limits);

/// Appends the JSON text of `value`. Empty optionals and absent patches leave their member out.
/// Throws std::domain_error for a number that is not finite: it has no JSON form.
template <class T>
void append(std::string& out, const T& value, secrets how = secrets::masked) {
  write(shape_of<T>(), &value, out, how);
}

template <class T>
std::string encode(const T& value, secrets how = secrets::masked) {
  std::string out;
  append(out, value, how);
  return out;
}

/// Reads exactly one JSON value: UTF-8, no duplicate key, nothing after it.
result<boost::json::value, parse_refusal> parse_body(std::string_view text,
                                                     const parse_limits& limits = {});
/// The same in the caller's memory: a text is read much faster into an arena.
result<boost::json::value, parse_refusal> parse_body(std::string_view text,
                                                     const parse_limits& limits,
                                                     boost::json::storage_ptr storage);

/// Reads what a client sent. Everything but std::optional, patch and `defaulted_members` is
/// required, an unknown field is an error. Returns nothing and appends every field error found (at
/// most 100) when there is one. Codes: required, unknown_field, wrong_type, not_an_integer,
/// out_of_range, unknown_value, not_a_date, not_a_month, not_an_instant, unknown_currency,
/// not_a_number, too_many_decimals, not_text.
template <class T>
std::optional<T> decode_strict(const boost::json::value& from, field_errors& errors) {
  T value = blank<T>();
  if (!read(shape_of<T>(), from, &value, errors, true)) return std::nullopt;
  return value;
}

/// Reads what another version of us sent: unknown fields and enumerators are ignored, missing
/// members keep their defaults. A member of another type is still an error.
template <class T>
std::optional<T> decode_lenient(const boost::json::value& from, field_errors& errors) {
  T value = blank<T>();
  if (!read(shape_of<T>(), from, &value, errors, false)) return std::nullopt;
  return value;
}

/// `parse_body` and `decode_lenient` in one, for what was stored or sent by another version of us. Nothing when it does
/// not read.
template <class T>
std::optional<T> decode_stored(std::string_view text, const parse_limits& limits = {}) {
  T value = blank<T>();
  if (!read_stored(shape_of<T>(), text, &value, limits)) return std::nullopt;
  return value;
}

/// `parse_body` and `decode_strict` in one; a text that is not JSON is one error with field "" and
/// the refusal's code.
template <class T>
std::optional<T> decode_text(std::string_view text, field_errors& errors,
                             const parse_limits& limits = {}) {
  T value = blank<T>();
  if (!read_text(shape_of<T>(), text, &value, errors, limits)) return std::nullopt;
  return value;
}

/// Well-formed UTF-8, without surrogates and over-long forms.
bool is_utf8(std::string_view text);

// Writing by hand, for documents that have no struct.
void append_text(std::string& out, std::string_view text);
void append_integer(std::string& out, std::int64_t number);

}  // namespace smartfin::json
