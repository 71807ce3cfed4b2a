#pragma once

#include <string>
#include <string_view>

namespace smartfin {

/// Where a sign-in came from, coarse enough that a home's changing address and a browser's update stay one place: the
/// network (the first 24 bits of an IPv4 address, the first 48 of an IPv6 address) and the program without its version
/// numbers. An address that does not read counts as it stands.
std::string sign_in_place(std::string_view address, std::string_view user_agent);

}  // namespace smartfin
