#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

namespace smartfin {

/// What is wrong with one field of a request. `field` is a JSON pointer into the body
/// ("/amount/currency", "" for the whole) or the name of a query parameter; `code` is stable and
/// for programs, `message` is for people.
struct field_error {
  std::string field;
  std::string code;
  std::string message;

  friend bool operator==(const field_error&, const field_error&) = default;
};

BOOST_DESCRIBE_STRUCT(field_error, (), (field, code, message))

using field_errors = std::vector<field_error>;

}  // namespace smartfin
