#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "http/front/exchange.hpp"

namespace smartfin::http {

/// What every answer carries besides its own: content security, no sniffing, no framing, no
/// referrer, caching. Headers the handler set itself win.
void add_security_headers(response& out, bool tls);

/// How an answer may be kept: `private, no-cache` when it has an ETag to ask again with, else
/// `no-store`.
void add_cache_headers(response& out, bool for_one_user);

/// How long the answer took here, in milliseconds, as browsers' tools read it (Server-Timing).
void add_timing(response& out, std::chrono::steady_clock::duration took);

/// CORS for an origin of the list, nothing for any other. `allow` are the methods a preflight
/// learns.
void add_cors_headers(const request& in, response& out, const std::vector<std::string>& origins,
                      std::string_view allow);

std::string_view header_of(const response& out, std::string_view name);

}  // namespace smartfin::http
