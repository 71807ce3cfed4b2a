#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "messages/call_context.hpp"
#include "messages/json.hpp"
#include "storage/events/event_log.hpp"
#include "storage/key_ring.hpp"

namespace smartfin {

/// Who is behind a fact, and when.
struct event_origin {
  user_id user;
  book_id book;
  instant at{};
  std::string trace_id;
};
inline event_origin origin_of_event(const call_context& ctx) {
  return {ctx.who.user, ctx.book, ctx.now, ctx.trace_id};
}

/// A writer's way to tell other services: the fact is written into the writer's own log, in the transaction of the
/// change, and travels from there. Owned by one writer.
class event_publisher {
public:
  /// `user_keys` seal personal payloads. `wake` is called when something was published and is durable.
  event_publisher(event_log& log, key_ring* user_keys, std::function<void()> wake)
      : log_(log), user_keys_(user_keys), wake_(std::move(wake)) {}

  /// Throws storage_failure. A personal fact needs a publisher with keys.
  template <class Fact>
  void publish(const event_origin& by, const Fact& fact) {
    add(by, std::string{Fact::kind}, json::encode(fact), Fact::is_personal);
  }
  /// To be called after anything was rolled back.
  void forget() { last_.reset(); }
  /// To be called before and after every commit.
  void before_commit();
  void committed() {
    last_.reset();
    if (std::exchange(has_news_, false) && wake_) wake_();
  }

private:
  void add(const event_origin& by, std::string kind, std::string payload, bool is_personal);

  event_log& log_;
  key_ring* user_keys_;
  std::function<void()> wake_;
  std::optional<std::int64_t> last_;  // while a transaction holds the log's head
  bool has_news_ = false;
};

/// Where a sealed payload stands.
std::string event_place(std::int64_t sequence);

}  // namespace smartfin
