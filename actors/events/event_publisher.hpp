#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "messages/call_context.hpp"
#include "messages/json.hpp"
#include "storage/events/event_log.hpp"
#include "storage/key_ring.hpp"
#include "storage/unit_of_work.hpp"

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

/// A writer's way to tell other services: a fact is written into the writer's own log, in the transaction of the
/// change, and travels from there. Facts are numbered and written right before the commit, so that writers on other
/// nodes wait for each other as little as can be. Owned by one writer.
class event_publisher final : public unit_of_work {
public:
  /// Commits `work`, with what was published. `user_keys` seal personal payloads. `wake` is called when something was
  /// published and is durable.
  event_publisher(event_log& log, key_ring* user_keys, unit_of_work& work,
                  std::function<void()> wake)
      : log_(log), user_keys_(user_keys), work_(work), wake_(std::move(wake)) {}

  /// Throws storage_failure. A personal fact needs a publisher with keys.
  template <class Fact>
  void publish(const event_origin& by, const Fact& fact) {
    add(by, std::string{Fact::kind}, json::encode(fact), Fact::is_personal);
  }

  void begin() override;
  void set_savepoint() override;
  void release_savepoint() override { work_.release_savepoint(); }
  void roll_back_to_savepoint() override;
  void commit() override;
  void roll_back() noexcept override;

private:
  struct held_event {
    event_row row;
    std::optional<subject_key> key;  // of a personal fact: it may be erased before the commit
  };

  void add(const event_origin& by, std::string kind, std::string payload, bool is_personal);
  void write_out();

  event_log& log_;
  key_ring* user_keys_;
  unit_of_work& work_;
  std::function<void()> wake_;
  std::vector<held_event> held_;
  std::size_t at_savepoint_ = 0;  // how many were held
};

/// Where a sealed payload stands.
std::string event_place(std::int64_t sequence);

}  // namespace smartfin
