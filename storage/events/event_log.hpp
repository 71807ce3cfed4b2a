#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/ids.hpp"
#include "domain/instant.hpp"

namespace smartfin {

class sql_session;

/// A fact that other services must learn of, as it stands in its publisher's log.
struct event_row {
  std::int64_t sequence = 0;
  std::string kind;          // "score_computed"
  std::int64_t version = 1;  // of the payload's form
  user_id user;              // who did it
  book_id book;              // whose rows it is about
  instant at{};
  std::string trace_id;
  std::string payload;     // JSON, sealed if `is_sealed`
  bool is_sealed = false;  // by the user's key
};

/// What the log says about itself. Nothing is lost as long as `rows == last - kept_from + 1`.
struct event_log_state {
  std::int64_t last = 0;       // the highest number ever given to an event that was committed
  std::int64_t kept_from = 1;  // retention took those before it
  std::int64_t rows = 0;
};

/// One service's stream of events: numbers from 1, without gaps, in the order in which their transactions commit. Every
/// call may throw storage_failure. Rows are never changed.
class event_log {
public:
  virtual ~event_log() = default;

  /// Takes the next `count` numbers, of which each needs its row before the commit; the number before them. Other
  /// writers wait for the end of the caller's transaction, also with a count of 0.
  virtual std::int64_t take_numbers(std::int64_t count) = 0;
  /// With numbers that were taken in this transaction.
  virtual void append(std::span<const event_row> rows) = 0;

  /// Ascending, with a number above `after`.
  virtual std::vector<event_row> list(std::int64_t after, int limit) = 0;
  virtual std::optional<event_row> find(std::int64_t sequence) = 0;
  /// The highest number of a committed event.
  virtual std::int64_t last() = 0;
  /// As of one moment; it counts rows, so it is not for every event.
  virtual event_log_state state() = 0;
  /// Retention: at most `limit` events older than `before` go, and none above `through`. How many went.
  virtual std::int64_t remove(instant before, std::int64_t through, int limit) = 0;
};

std::unique_ptr<event_log> make_sql_event_log(sql_session& session);

/// Every service that publishes has these; the statements are part of its first migration.
inline constexpr const char* event_head_table =
    "CREATE TABLE event_head(id INTEGER PRIMARY KEY CHECK(id = 1), last INTEGER NOT NULL, "
    "kept_from INTEGER NOT NULL) STRICT";
inline constexpr const char* event_head_row =
    "INSERT INTO event_head(id, last, kept_from) VALUES(1, 0, 1)";
inline constexpr const char* event_log_table =
    "CREATE TABLE event_log(sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, version INTEGER NOT NULL, "
    "user_id INTEGER NOT NULL, book_id INTEGER NOT NULL, at INTEGER NOT NULL, trace_id TEXT NOT NULL, "
    "payload TEXT NOT NULL, sealed INTEGER NOT NULL) STRICT";
// The smallest index there is: the auditor counts rows in it.
inline constexpr const char* event_log_index = "CREATE INDEX event_log_by_time ON event_log(at)";
inline constexpr const char* event_log_guard =
    "CREATE TRIGGER events_stay BEFORE UPDATE ON event_log BEGIN "
    "SELECT RAISE(ABORT, 'events are append-only'); END";

}  // namespace smartfin
