#pragma once

#include <string>
#include <vector>

#include "tests/support/api_client.hpp"

namespace smartfin::test {

/// One operation as /openapi.json describes it.
struct api_operation {
  std::string id, method, path;
  bool signed_in = false;
  bool administrators_only = false;
  bool conditional = false;
  std::vector<std::string> body_types;  ///< none when it takes no body
  std::vector<std::string> body_fields;
  std::vector<std::string> query_names;

  bool takes_json() const;
  bool has_path_id() const { return path.find("{id}") != std::string::npos; }
  /// The path with `value` in place of every parameter.
  std::string target(const std::string& value) const;
};

std::vector<api_operation> operations_of(api_client& client);

/// What a request to it needs besides body and token.
header_fields usual_fields(const api_operation& operation);

/// Why an answer is not what clients were promised: below 500, and every refusal a problem
/// document with type, title, status and trace id. Empty when it is.
std::string fault_of(const std::optional<api_reply>& reply);

}  // namespace smartfin::test
