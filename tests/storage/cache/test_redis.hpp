#pragma once

#include <catch2/catch_test_macros.hpp>

#include "storage/cache/redis_cache.hpp"
#include "tests/support/dev_server.hpp"

namespace smartfin::testing {

inline void require_redis() {
  if (!is_installed("redis-server")) SKIP("Redis is not installed (ops/setup --extras does it)");
}

inline redis_place place_of(const dev_server& server) {
  auto place = parse_redis_url(server.line("url")).value();
  place.password = server.line("password");
  place.peer.ca_file = server.file("ca.crt");
  return place;
}

/// A Redis for all tests of this program; skips the test, aloud, when none is installed.
inline redis_place test_redis() {
  require_redis();
  static dev_server server{"redis"};
  return place_of(server);
}

/// Tests wait for what is true, however busy the machine.
inline redis_options patient(redis_place place) {
  return {std::move(place), std::chrono::seconds{20}, {0, std::chrono::milliseconds{1}, {}}};
}

}  // namespace smartfin::testing
