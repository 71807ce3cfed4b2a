#pragma once

#include <memory>
#include <string>

#include "actors/events/event_publisher.hpp"
#include "actors/service_deps.hpp"
#include "actors/write_batch.hpp"
#include "messages/events.hpp"
#include "storage/key_ring.hpp"
#include "storage/sql/sql_unit_of_work.hpp"

namespace smartfin {

/// What the writer of every service owns, each from the one before: the connection that changes its data, its
/// transaction, the answers it remembers, its subjects' keys.
struct writer_store {
  /// `subjects` are whose keys there are ("profile/user").
  writer_store(const service_deps& deps, const std::string& subjects);

  /// For a batch of `commits`, which is `work` or ends with it. `forget` is called after anything was rolled back.
  write_batch_deps batch_of(unit_of_work& commits, std::function<void()> forget) const;

  sql_session session;
  sql_unit_of_work work;
  std::unique_ptr<idempotency_repository> answers;
  std::unique_ptr<key_repository> key_rows;
  key_ring keys;
  const subject_key& own_key;
  std::function<void()> tell_durable;
  crash_report report;
};

/// With the events that the service publishes.
struct publisher_store : writer_store {
  enum class subject : bool { user, book };
  /// Only users' keys seal personal facts.
  publisher_store(const service_deps& deps, const std::string& subjects, subject of);

  std::unique_ptr<event_log> event_rows;
  event_publisher events;

private:
  using writer_store::work;  // everybody else commits through `events`
};

/// How a publisher gives up events that every subscriber has.
template <class Self>
auto retires_events(Self* self, event_log& rows, write_batch& batch) {
  return [self, &rows, &batch](const retire_events& m) {
    return batch.template write<events_retired>(
        self, m.ctx, [&]() -> result<events_retired, infra_errc> {
          return events_retired{rows.remove(m.before, m.through, m.limit)};
        });
  };
}

}  // namespace smartfin
