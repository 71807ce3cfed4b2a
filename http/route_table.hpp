#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/route.hpp"

namespace smartfin::http {

struct path_value {
  std::string_view name;
  std::string value;
};

struct route_match {
  enum class outcome : std::uint8_t { found, no_such_path, no_such_method, bad_path };
  outcome what = outcome::no_such_path;
  std::size_t index = 0;
  std::vector<path_value> values = {};
  /// With no_such_method: "GET, HEAD, OPTIONS".
  std::string allow = {};
};

/// Rows in the order they were added. Literal segments win over parameters.
class route_table {
public:
  route_table();
  ~route_table();
  route_table(route_table&&) noexcept;
  route_table& operator=(route_table&&) noexcept;

  /// Throws std::logic_error for a row that can't be told from an earlier one, a path template that
  /// is none, or an operation id used twice.
  void add(const route_builder& row, route_handler handle);

  /// `raw_path` is still percent-encoded. HEAD finds the row of GET. A path with an invalid escape,
  /// an encoded slash or NUL, or an escaped text that is not UTF-8 is a bad_path.
  route_match match(std::string_view method, std::string_view raw_path) const;

  const route& at(std::size_t index) const { return rows_[index]; }
  std::span<const route> rows() const { return rows_; }

private:
  struct node;
  std::vector<route> rows_;
  std::vector<std::vector<std::string>> parameter_names_;  // of each row, left to right
  std::unique_ptr<node> root_;
};

/// The path of a request target, still encoded: without the query, and without the scheme and host
/// that a target in absolute form begins with.
std::string_view raw_path(std::string_view target);

/// Undoes percent-encoding of one path segment; nothing for what a bad_path is made of.
std::optional<std::string> decode_segment(std::string_view raw);

}  // namespace smartfin::http
