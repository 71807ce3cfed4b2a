#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/events/event_log.hpp"

namespace smartfin {

class sql_session;

/// How far a subscriber is in one stream: every event up to `sequence` was applied, or is parked, or had gone missing
/// from its log. The database keeps sequence = applied + parked + missing.
struct event_cursor {
  std::int64_t sequence = 0;
  std::int64_t applied = 0;
  std::int64_t parked = 0;
  std::int64_t missing = 0;
  /// The newest relay's fencing token that was seen; 0: none yet, all came from a node by itself.
  std::int64_t fence = 0;
};

/// An event that its subscriber could not apply, kept with the reason until somebody replays it.
struct parked_event_row {
  std::int64_t id = 0;
  std::string stream;
  event_row event;  // its payload sealed by the deployment's key
  std::string reason;
  instant parked_at{};
};

/// A subscriber's side of delivery, written in the transaction of the effect. Every call may throw storage_failure.
class event_cursors {
public:
  virtual ~event_cursors() = default;

  /// A cursor at 0 when nothing of that stream ever came.
  virtual event_cursor find(const std::string& stream) = 0;
  /// `before` is the cursor that this one follows. Throws storage_failure when it is no longer the one that is kept:
  /// another process of this service has applied events meanwhile, and nothing of this delivery may stay.
  virtual void save(const std::string& stream, const event_cursor& before,
                    const event_cursor& cursor) = 0;

  virtual std::int64_t park(const parked_event_row& row) = 0;
  virtual std::optional<parked_event_row> find_parked(std::int64_t id) = 0;
  /// Newest first, before `before`.
  virtual std::vector<parked_event_row> list_parked(std::int64_t before, int limit) = 0;
  virtual void remove_parked(std::int64_t id) = 0;
};

std::unique_ptr<event_cursors> make_sql_event_cursors(sql_session& session);

/// Every service that subscribes has these; the statements are part of its first migration.
inline constexpr const char* event_cursors_table =
    "CREATE TABLE event_cursors(stream TEXT PRIMARY KEY, sequence INTEGER NOT NULL, "
    "applied INTEGER NOT NULL, parked INTEGER NOT NULL, missing INTEGER NOT NULL, "
    "CHECK(sequence = applied + parked + missing AND applied >= 0 AND parked >= 0 AND missing >= 0)) STRICT";
/// The step of every service's schema after which its cursors know who may deliver.
inline constexpr const char* fenced_cursors[] = {
    "ALTER TABLE event_cursors ADD COLUMN fence INTEGER NOT NULL DEFAULT 0 CHECK(fence >= 0)",
};
inline constexpr const char* parked_events_table =
    "CREATE TABLE parked_events(id INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, "
    "sequence INTEGER NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, user_id INTEGER NOT NULL, "
    "book_id INTEGER NOT NULL, at INTEGER NOT NULL, trace_id TEXT NOT NULL, payload TEXT NOT NULL, "
    "reason TEXT NOT NULL, parked_at INTEGER NOT NULL, UNIQUE(stream, sequence)) STRICT";

}  // namespace smartfin
