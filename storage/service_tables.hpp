#pragma once

#include <array>

#include "storage/events/event_cursors.hpp"
#include "storage/events/event_log.hpp"
#include "storage/idempotency_repository.hpp"

namespace smartfin {

/// What every service keeps besides its own rows: the answers it remembers, its subjects' keys, its events and how far
/// it is in others'.
inline constexpr std::array service_tables{
    idempotency_table,   idempotency_index,   subject_keys_table, event_head_table,
    event_head_row,      event_log_table,     event_log_index,    event_log_guard,
    event_cursors_table, parked_events_table,
};

/// A service's first schema: the tables of every service, then its own.
template <std::size_t N>
constexpr auto with_service_tables(const char* const (&own)[N]) {
  std::array<const char*, service_tables.size() + N> all{};
  auto next = all.begin();
  for (const auto* statement : service_tables) *next++ = statement;
  for (const auto* statement : own) *next++ = statement;
  return all;
}

}  // namespace smartfin
