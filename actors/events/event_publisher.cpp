#include "actors/events/event_publisher.hpp"

namespace smartfin {

void event_publisher::add(const event_origin& by, std::string kind, std::string payload,
                          bool is_personal) {
  held_event held;
  held.row.kind = std::move(kind);
  held.row.user = by.user;
  held.row.book = by.book;
  held.row.at = by.at;
  held.row.trace_id = by.trace_id;
  held.row.payload = std::move(payload);
  held.row.is_sealed = is_personal;
  if (is_personal) held.key = user_keys_->find_or_make(by.user.value);
  held_.push_back(std::move(held));
}

void event_publisher::begin() {
  held_.clear();
  work_.begin();
}

void event_publisher::set_savepoint() {
  work_.set_savepoint();
  at_savepoint_ = held_.size();
}

void event_publisher::roll_back_to_savepoint() {
  held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(at_savepoint_), held_.end());
  work_.roll_back_to_savepoint();
}

void event_publisher::commit() {
  write_out();
  work_.commit();
  const bool has_news = !held_.empty();
  held_.clear();
  if (has_news && wake_) wake_();
}

void event_publisher::roll_back() noexcept {
  held_.clear();
  work_.roll_back();
}

void event_publisher::write_out() {
  if (held_.empty()) return;
  auto sequence = log_.take_numbers(static_cast<std::int64_t>(held_.size()));
  std::vector<event_row> rows;
  rows.reserve(held_.size());
  for (auto& [row, key] : held_) {
    row.sequence = ++sequence;
    if (key) row.payload = key->seal(row.payload, event_place(sequence));
    rows.push_back(std::move(row));
  }
  log_.append(rows);
}

std::string event_place(std::int64_t sequence) {
  return "event_log/" + std::to_string(sequence) + "/payload";
}

}  // namespace smartfin
