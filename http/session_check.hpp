#pragma once

#include <string_view>

#include "domain/instant.hpp"
#include "domain/result.hpp"
#include "messages/call_context.hpp"

namespace smartfin::http {

enum class auth_refusal : std::uint8_t { none = 0, invalid_token, expired_token, revoked_session };

/// Tells who a bearer token belongs to, without asking another service. Called from many threads.
class session_check {
public:
  virtual ~session_check() = default;
  virtual result<principal, auth_refusal> check(std::string_view bearer_token,
                                                instant now) const = 0;
};

}  // namespace smartfin::http
