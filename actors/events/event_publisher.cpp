#include "actors/events/event_publisher.hpp"

namespace smartfin {

void event_publisher::add(const event_origin& by, std::string kind, std::string payload,
                          bool is_personal) {
  event_row row;
  if (!last_) last_ = log_.lock_head();
  row.sequence = *last_ + 1;
  row.kind = std::move(kind);
  row.user = by.user;
  row.book = by.book;
  row.at = by.at;
  row.trace_id = by.trace_id;
  row.payload =
      is_personal ? user_keys_->find_or_make(by.user.value).seal(payload, event_place(row.sequence))
                  : std::move(payload);
  row.is_sealed = is_personal;
  log_.append(row);
  last_ = row.sequence;
  has_news_ = true;
}

void event_publisher::before_commit() {
  if (!has_news_) return;
  if (!last_) last_ = log_.lock_head();
  log_.save_head(*last_);
}

std::string event_place(std::int64_t sequence) {
  return "event_log/" + std::to_string(sequence) + "/payload";
}

}  // namespace smartfin
