#include "actors/prediction/prediction_service.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <stdexcept>

#include "actors/prediction/household.hpp"
#include "learning/explain_score.hpp"
#include "learning/what_if_score.hpp"
#include "messages/facts.hpp"

namespace smartfin {
namespace {

using self_pointer = prediction_writer::stateful_pointer<prediction_state>;

constexpr std::size_t kept_max = 100'000;

std::chrono::milliseconds time_left(const call_context& ctx) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      ctx.deadline - std::chrono::steady_clock::now());
  return std::clamp(left, std::chrono::milliseconds{1}, std::chrono::milliseconds{10'000});
}

std::string detail_place(book_id book, civil_date day) {
  return "scores/" + std::to_string(book.value) + "/" + day.to_string();
}

/// Asks PROFILE and FINANCE what they know of the household, then goes on with both answers.
template <class Promise, class Then>
void with_household(self_pointer self, const call_context& ctx, Promise promise, Then then) {
  const auto fail = [promise](const caf::error& error) mutable { promise.deliver(error); };
  const auto& deps = *self->state.deps;
  self->request(deps.profile.for_key(ctx.who.user.value), time_left(ctx), find_profile{ctx})
      .then(
          [=](const versioned_profile& profile) {
            const auto today = civil_date::of(ctx.now);
            self->request(self->state.deps->ledger.any(), time_left(ctx),
                          gather_ledger_facts{ctx, today})
                .then(
                    [=](const versioned_ledger_facts& ledger) mutable {
                      then(household_of(profile.facts, ledger, today), ledger.currency);
                    },
                    fail);
          },
          fail);
}

/// Tells the others when the score is not what it last was.
void publish_change(prediction_parts& parts, const call_context& ctx, const score_view& view,
                    const std::string& model) {
  const auto day = civil_date::of(ctx.now);
  const auto last = parts.rows->list(ctx.book, day.plus_days(1), 1);
  score_changed change{day, view.score, {}, view.band, model};
  if (!last.empty()) change.before = static_cast<int>(last.front().score);
  if (change.before != view.score) parts.events.publish(origin_of_event(ctx), change);
}

void keep(self_pointer self, const call_context& ctx, const score_view& view,
          answer_once<score_view> promise) {
  auto& state = self->state;
  const auto day = civil_date::of(ctx.now);
  const auto known = state.kept.find(ctx.book.value);
  if (known != state.kept.end() && known->second == std::pair{day, view.score}) {
    promise.deliver(view);
    return;
  }
  state.parts->batch.submit(self, ctx, promise, [&]() -> result<score_view, score_errc> {
    const auto& key = state.parts->keys.find_or_make(ctx.book.value);
    const auto model =
        view.model.hash.empty() ? view.model.id : view.model.id + "/" + view.model.hash;
    publish_change(*state.parts, ctx, view, model);
    state.parts->rows->save({ctx.book, day, ctx.now, view.score, model,
                             key.seal(json::encode(view), detail_place(ctx.book, day))});
    if (state.kept.size() >= kept_max) state.kept.clear();
    state.kept[ctx.book.value] = {day, view.score};
    return view;
  });
}

caf::result<score_view> on_show_score(self_pointer self, const show_score& m) {
  auto promise = answer_later<score_view>(self);
  with_household(
      self, m.ctx, promise,
      [self, ctx = m.ctx, promise](const household_figures& household, currency) mutable {
        const auto score =
            explain(inputs_of(household), self->state.deps->models.get(), context_of(household));
        if (!score)
          promise.deliver(make_error(score.error()));
        else
          keep(self, ctx, view_of(*score, ctx.now), promise);
      });
  return promise.promise();
}

caf::result<what_if_view> on_what_if(self_pointer self, const ask_what_if& m) {
  auto promise = answer_later<what_if_view>(self);
  with_household(
      self, m.ctx, promise,
      [self, m, promise](const household_figures& household, currency unit) mutable {
        const auto changes = changes_of(m.changes, unit);
        if (!changes) {
          promise.deliver(make_error(score_errc::bad_change, changes.error()));
          return;
        }
        const auto answer = what_if(household, *changes, self->state.deps->models.get());
        if (answer)
          promise.deliver(view_of(*answer, m.ctx.now));
        else if (answer.error() == what_if_errc::too_little_known)
          promise.deliver(make_error(score_errc::too_little_known));
        else
          promise.deliver(make_error(score_errc::bad_change, sentence_of(answer.error())));
      });
  return promise.promise();
}

caf::result<score_page> on_list(prediction_parts& parts, const list_scores& m) {
  try {
    score_page page;
    for (const auto& row : parts.rows->list(m.ctx.book, m.before, m.limit + 1)) {
      if (static_cast<int>(page.items.size()) == m.limit)
        page.more = true;
      else
        page.items.push_back({row.day, static_cast<int>(row.score), row.model, row.computed_at});
    }
    return page;
  } catch (const storage_failure&) {
    return make_error(infra_errc::storage_failed);
  }
}

}  // namespace

prediction_parts::prediction_parts(const prediction_deps& deps)
    : publisher_store(deps.common, "prediction/book", subject::book),
      rows(make_sql_score_repository(session)),
      batch(batch_of(events, [this] { keys.forget(); })) {}

prediction_writer::behavior_type prediction_service(self_pointer self, prediction_deps deps) {
  self->state.deps = std::make_unique<prediction_deps>(std::move(deps));
  self->state.parts = std::make_unique<prediction_parts>(*self->state.deps);
  auto& parts = *self->state.parts;
  apply_crash_policy(self, self->state.deps->common.report, [&parts] { parts.batch.flush(); });
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [self](const show_score& m) { return on_show_score(self, m); },
      [self](const ask_what_if& m) { return on_what_if(self, m); },
      [&parts](const list_scores& m) { return on_list(parts, m); },
      retires_events(self, *parts.event_rows, parts.batch),
      [&parts](const flush_batch&) { parts.batch.flush(); },
  };
}

}  // namespace smartfin
