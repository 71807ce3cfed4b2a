#pragma once

#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "domain/result.hpp"

namespace smartfin {

/// An IPv4 address, an IPv6 address without brackets (a zone may follow, "fe80::1%eth0"), or a host
/// name (RFC 1123, with underscores). Nothing is looked up.
bool is_host(std::string_view text);

/// Sets where HTTP listens from "HOST:PORT", an IPv6 address in brackets; port 0 takes any free
/// one. A refusal is a sentence for the operator and leaves the settings unchanged.
result<nothing, std::string> apply_listen(settings& target, std::string_view host_and_port);

}  // namespace smartfin
