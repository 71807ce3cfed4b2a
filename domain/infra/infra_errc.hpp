#pragma once

#include <cstdint>

namespace smartfin {

/// Outages: nothing the client did wrong, and nothing was changed unless the code says so. Append only.
enum class infra_errc : std::uint8_t {
  none = 0,
  unavailable = 1,             // the service is down or restarting
  overloaded = 2,              // too much in flight; try again shortly
  deadline_exceeded = 3,       // dropped before it was done
  storage_failed = 4,          // the database refused; rolled back
  internal = 5,                // a bug; the service restarts
  idempotency_key_reused = 6,  // a refusal: the key came before with another request
  event_refused = 7,           // a refusal: its subscriber cannot apply the event
  event_not_found = 8,         // a refusal: no such parked event
  answer_lost = 9,  // the node that was asked was lost: the request may have been processed
};

}  // namespace smartfin
