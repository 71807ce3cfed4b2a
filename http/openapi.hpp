#pragma once

#include <string>

#include "http/route_table.hpp"

namespace smartfin::http {

struct openapi_info {
  std::string title = "SmartFin";
  std::string version = "0.1.0";
  std::string description = {};
};

/// The OpenAPI 3.1 document of the table; equal tables give equal bytes.
std::string openapi_document(const route_table& routes, const openapi_info& info = {});

}  // namespace smartfin::http
