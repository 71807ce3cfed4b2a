#include "config/cluster_options.hpp"

#include "config/listen_address.hpp"
#include "domain/trust/trust_table.hpp"

namespace smartfin::option_rows {

bool is_host_and_port(std::string_view place) {
  settings probe;
  return apply_listen(probe, place).has_value();
}

bool is_https_endpoint(std::string_view url) {
  constexpr std::string_view scheme = "https://";
  return url.starts_with(scheme) && is_host_and_port(url.substr(scheme.size()));
}

bool is_service_name(std::string_view name) { return service_named(name).has_value(); }

}  // namespace smartfin::option_rows
