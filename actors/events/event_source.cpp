#include "actors/events/event_source.hpp"

#include "actors/events/event_publisher.hpp"

namespace smartfin {
namespace {

constexpr std::int64_t read_at_once = 16;
/// A delivery ends with the event that brings it to so much payload, so that the memory of a relay and of its
/// subscribers stays bounded whatever lies behind them.
constexpr std::size_t delivery_bytes_max = 1 << 20;

}  // namespace

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
  const auto newest = log_->last();
  const auto last = std::min(newest, after + limit);
  std::vector<delivered_event> events;
  const auto end = [&] { return after + static_cast<std::int64_t>(events.size()); };
  const auto fill_to = [&](std::int64_t number) {
    while (end() + 1 < number) {
      delivered_event gone;
      gone.sequence = end() + 1;
      gone.how = delivered_event::handling::missing;
      events.push_back(gone);
    }
  };
  // Few at a time: what an import writes in one event may be large.
  for (std::size_t bytes = 0; end() < last && bytes < delivery_bytes_max;) {
    const auto rows = log_->list(end(), static_cast<int>(std::min(last - end(), read_at_once)));
    for (const auto& row : rows) {
      if (row.sequence > last) break;
      fill_to(row.sequence);
      events.push_back(opened(row));
      bytes += row.payload.size();
    }
    if (rows.empty() || rows.back().sequence > last) fill_to(last + 1);
  }
  left_some_ = end() < newest;
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
