#include "actors/events/event_source.hpp"

#include "actors/events/event_publisher.hpp"

namespace smartfin {

event_source::event_source(const service_deps& publisher, std::string stream,
                           const std::string& user_keys)
    : stream_(std::move(stream)),
      session_(publisher.database.open(session_mode::read)),
      log_(make_sql_event_log(session_)),
      key_rows_(make_sql_key_repository(session_)) {
  if (!user_keys.empty()) keys_.emplace(*publisher.keys, *key_rows_, user_keys);
}

std::vector<delivered_event> event_source::read(std::int64_t after, int limit) {
  // The last number first: every event up to it is committed, so a row that is not there then is gone.
  const auto last = std::min(log_->last(), after + limit);
  std::vector<delivered_event> events;
  const auto fill_to = [&](std::int64_t end) {
    for (auto next = after + 1 + static_cast<std::int64_t>(events.size()); next < end; ++next) {
      delivered_event gone;
      gone.sequence = next;
      gone.how = delivered_event::handling::missing;
      events.push_back(gone);
    }
  };
  if (last <= after) return events;
  for (const auto& row : log_->list(after, static_cast<int>(last - after))) {
    if (row.sequence > last) break;
    fill_to(row.sequence);
    events.push_back(opened(row));
  }
  fill_to(last + 1);
  return events;
}

std::optional<instant> event_source::time_of_next(std::int64_t after) {
  const auto next = log_->list(after, 1);
  if (next.empty()) return std::nullopt;
  return next.front().at;
}

delivered_event event_source::opened(const event_row& row) {
  delivered_event event{row.sequence, delivered_event::handling::apply,
                        row.kind,     row.version,
                        row.user,     row.book,
                        row.at,       row.trace_id,
                        row.payload,  {},
                        stream_};
  if (!row.is_sealed) return event;
  const auto* key = keys_ ? keys_->find(row.user.value) : nullptr;
  event.payload = key ? key->open(row.payload, event_place(row.sequence)) : std::string{};
  return event;
}

}  // namespace smartfin
