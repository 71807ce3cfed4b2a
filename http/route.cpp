#include "http/route.hpp"

#include <array>

namespace smartfin::http {
namespace {

constexpr std::array<std::string_view, http_method_count> method_names = {"GET", "POST", "PUT",
                                                                          "PATCH", "DELETE"};

constexpr rate_class usual_class(http_method method) {
  return method == http_method::get ? rate_class::read : rate_class::write;
}

}  // namespace

std::string_view method_name(http_method method) {
  return method_names[static_cast<std::size_t>(method)];
}

std::optional<http_method> method_from_name(std::string_view name) {
  for (std::size_t i = 0; i < method_names.size(); ++i)
    if (method_names[i] == name) return static_cast<http_method>(i);
  return std::nullopt;
}

bool names_an_id(std::string_view path_parameter) {
  return path_parameter == "id" || path_parameter.ends_with("_id");
}

route_builder::route_builder(http_method method, std::string path) {
  row_.method = method;
  row_.path = std::move(path);
  row_.rate = usual_class(method);
}

route_builder& route_builder::accepts(std::vector<std::string> content_types,
                                      std::size_t bytes_max) {
  row_.content_types_in = std::move(content_types);
  row_.body_bytes_max = bytes_max;
  return *this;
}

route_builder& route_builder::paged() {
  query({.name = "cursor", .description = "Where the page begins, from the page before it."});
  return query({.name = "limit",
                .type = parameter_type::integer,
                .description = "Entries of a page.",
                .lowest = 1,
                .highest = 500});
}

route route_builder::finish(route_handler handle) const {
  route row = row_;
  row.handle = std::move(handle);
  return row;
}

}  // namespace smartfin::http
