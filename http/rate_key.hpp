#pragma once

#include <string>
#include <string_view>

#include "messages/call_context.hpp"

namespace smartfin::http {

/// Whose budget a request spends: the user's, or before anyone has signed in the address's. An IPv6
/// address counts as its /64, the least that one subscriber has, so that nobody gets a new budget
/// by picking another address of his own.
std::string rate_key(const principal& who, std::string_view remote_address);

}  // namespace smartfin::http
