#include "actors/analytics/analytics_service.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

#include "storage/analytics/analytics_schema.hpp"

namespace smartfin {
namespace {

using self_pointer = analytics_writer::stateful_pointer<analytics_state>;
using namespace std::chrono_literals;

constexpr auto patience = 10s;
constexpr auto pause_after_failure = 1s;
const std::string followed_stream = "finance";

}  // namespace

/// Reads books again, one at a time and page by page; a page is stored by a message to the writer itself, so that it is
/// part of a batch like any delivery.
class book_reading {
public:
  book_reading(self_pointer self, analytics_deps deps) : self_(self), deps_(std::move(deps)) {}

  void look() {
    if (is_busy_) return;
    try {
      auto& parts = *self_->state.parts;
      const auto missing = parts.cursors->find(followed_stream).missing;
      if (missing != parts.rows->missing_compared()) return compare({}, missing);
      if (const auto book = parts.rows->next_unread_book()) read(book->id, {});
    } catch (const storage_failure&) {
      try_later();
    }
  }

private:
  call_context context(book_id book = {}) const {
    call_context ctx;
    ctx.book = book;
    ctx.now = deps_.clock();
    ctx.deadline = std::chrono::steady_clock::now() + patience;
    return ctx;
  }

  void compare(book_id after, std::int64_t missing) {
    is_busy_ = true;
    self_->request(deps_.finance, patience, list_book_standings{context(), after.value})
        .then([=, this](const book_standings& page) { store(page, missing); }, later());
  }
  void store(const book_standings& page, std::int64_t missing) {
    const auto next = page.more ? page.items.back().book : book_id{};
    self_
        ->request(caf::actor_cast<analytics_writer>(self_), patience,
                  store_standings{context(), page, missing})
        .then(
            [=, this](const done&) {
              if (next.value != 0) return compare(next, missing);
              go_on();
            },
            later());
  }

  void read(book_id book, const std::optional<transaction_position>& after) {
    is_busy_ = true;
    self_->request(deps_.finance, patience, snapshot_ledger{context(book), after})
        .then([=, this](const ledger_snapshot_page& page) { store(book, page, after); }, later());
  }
  void store(book_id book, const ledger_snapshot_page& page,
             const std::optional<transaction_position>& after) {
    self_
        ->request(caf::actor_cast<analytics_writer>(self_), patience,
                  store_page{context(book), page, !after})
        .then(
            [=, this](const page_stored& stored) {
              if (stored.use == page_use::again) return read(book, after);
              if (stored.use == page_use::applies && page.next) return read(book, page.next);
              go_on();  // whole, or to be begun anew
            },
            later());
  }

  void go_on() {
    is_busy_ = false;
    self_->send(self_, look_after_books{});
  }
  std::function<void(const caf::error&)> later() {
    return [this](const caf::error&) { try_later(); };
  }
  void try_later() {
    is_busy_ = false;
    self_->delayed_send(self_, pause_after_failure, look_after_books{});
  }

  self_pointer self_;
  analytics_deps deps_;
  bool is_busy_ = false;
};

service_deps with_schema_of_analytics(const service_deps& deps) {
  auto session = deps.database.open(session_mode::write);
  migrate(session, analytics_state::name, analytics_migrations());
  return deps;
}

analytics_parts::analytics_parts(const service_deps& deps)
    : subscriber_store(
          with_schema_of_analytics(deps), "analytics/user",
          [this](const delivered_event& event) { follower.apply(event); },
          [this] { follower.finish(); }),
      rows(make_sql_analytics_repository(session)),
      follower(*rows),
      batch(batch_of(work, [this] {
        keys.forget();
        follower.forget();
      })) {}

analytics_writer::behavior_type analytics_service(self_pointer self, analytics_deps deps) {
  apply_crash_policy(self, deps.common.report);
  deps.common.tell_durable = [self] { self->send(self, look_after_books{}); };
  self->state.parts = std::make_unique<analytics_parts>(deps.common);
  self->state.reading = std::make_shared<book_reading>(self, deps);
  auto& parts = *self->state.parts;
  apply_crash_policy(self, deps.common.report, [&parts] { parts.batch.flush(); });
  deps.common.tell_durable();
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      applies_events(self, parts.intake, parts.batch),
      lists_parked_events(parts.intake),
      replays_events(self, parts.intake, parts.batch),
      [&parts](const flush_batch&) { parts.batch.flush(); },
      [self](const look_after_books&) { self->state.reading->look(); },
      [self, &parts](const store_standings& m) {
        return parts.batch.write<done>(self, m.ctx, [&]() -> result<done, infra_errc> {
          for (const auto& each : m.page.items) parts.follower.compare(each);
          if (!m.page.more) parts.rows->set_missing_compared(m.missing);
          return done{};
        });
      },
      [self, &parts](const store_page& m) {
        return parts.batch.write<page_stored>(
            self, m.ctx, [&]() -> result<page_stored, infra_errc> {
              return page_stored{parts.follower.take(m.ctx.book, m.page, m.is_first, m.ctx.now)};
            });
      },
  };
}

}  // namespace smartfin
