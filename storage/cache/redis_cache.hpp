#pragma once

#include <memory>

#include "domain/infra/circuit.hpp"
#include "storage/cache/cache.hpp"
#include "storage/cache/redis_connection.hpp"
#include "storage/vault.hpp"

namespace smartfin {

struct redis_options {
  redis_place place;
  /// The longest that a call may take, a new connection and its handshake included.
  std::chrono::milliseconds patience{50};
  circuit_rules circuit;
  std::size_t value_bytes_max = 4 << 20;
};

/// A Redis, shared by nodes with the same master key. Values are sealed under `vault::derive("cache")` with
/// their key as authenticated data: Redis sees neither text nor sums, and an entry that was changed or moved
/// is a miss. Its names are "sf:", a mark of the deployment, and the key.
std::unique_ptr<cache> make_redis_cache(redis_options options, const vault& keys);

}  // namespace smartfin
