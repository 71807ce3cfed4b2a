#pragma once

#include <string>
#include <vector>

namespace smartfin {

/// One member of a request that breaks a rule. `field` is a JSON pointer ("/amount/currency").
struct field_error {
  std::string field;
  std::string code;
  std::string message;

  friend bool operator==(const field_error&, const field_error&) = default;
};

using field_errors = std::vector<field_error>;

}  // namespace smartfin
