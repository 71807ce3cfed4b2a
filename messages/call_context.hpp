#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "domain/ids.hpp"
#include "domain/instant.hpp"

namespace smartfin {

/// Who asks. `user` 0 means nobody has signed in (registration, log-in, health).
struct principal {
  user_id user;
  session_id session;
  bool administrator = false;
};

/// Travels first in every request between the edge and the services, and from service to service.
struct call_context {
  principal who;
  /// The book whose rows the request may touch; the edge resolves it, services never guess.
  book_id book;
  /// After this point nobody waits for the answer: a handler that gets the request later drops it.
  std::chrono::steady_clock::time_point deadline{};
  /// When the request arrived, by the wall clock; the `now` of every rule it reaches.
  instant now{};
  /// W3C trace context: 32 and 16 lower-case hexadecimal digits.
  std::string trace_id;
  std::string span_id;
  /// The client's Idempotency-Key, empty when it sent none, and a digest of the request it came with.
  std::string idempotency_key;
  std::string request_digest;
  /// The caller's network address, for throttling and the access log.
  std::string remote_address;
  /// Processed twice it has the effect of once, so that it may be sent again when its answer was lost: it only reads,
  /// or it bears an Idempotency-Key. Stays in the node that asks.
  bool is_repeatable = false;
};

}  // namespace smartfin
