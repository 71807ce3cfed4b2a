#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/service_deps.hpp"
#include "messages/events.hpp"
#include "storage/events/event_log.hpp"
#include "storage/key_ring.hpp"

namespace smartfin {

/// A publisher's log as its relay reads it: payloads in the clear, and gaps named. Throws storage_failure.
class event_source {
public:
  event_source(const service_deps& publisher, std::string stream, const std::string& user_keys);

  /// At most `limit` events above `after`, fewer when they are large, without a gap: a number whose row is gone comes
  /// as `missing`.
  std::vector<delivered_event> read(std::int64_t after, int limit);
  std::int64_t last() { return log_->last(); }
  /// Events were there that the last `read` did not return.
  bool left_some() const { return left_some_; }
  event_log_state state() { return log_->state(); }
  /// When the first event above `after` happened; nothing when there is none.
  std::optional<instant> time_of_next(std::int64_t after);

private:
  delivered_event opened(const event_row& row);

  std::string stream_;
  bool left_some_ = false;
  sql_session session_;
  std::unique_ptr<event_log> log_;
  std::unique_ptr<key_repository> key_rows_;
  std::optional<key_ring> keys_;
};

}  // namespace smartfin
