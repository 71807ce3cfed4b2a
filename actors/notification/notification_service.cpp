#include "actors/notification/notification_service.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

#include "actors/notification/notices.hpp"

namespace smartfin {
namespace {

std::string body_place(notification_id id) {
  return "notifications/" + std::to_string(id.value) + "/body";
}

}  // namespace

notification_parts::notification_parts(const service_deps& deps)
    : subscriber_store(deps, "notification/user",
                       [this](const delivered_event& event) { deliver(event); }),
      rows(make_sql_notification_repository(session)),
      batch(batch_of(work, [this] { keys.forget(); })) {}

void notification_parts::deliver(const delivered_event& event) {
  const auto draft = notice_for(event);
  if (!draft) return;
  notification_row row{rows->next_id(), event.user, event.at, draft->kind, {}, {}};
  row.body =
      keys.find_or_make(event.user.value).seal(json::encode(draft->body), body_place(row.id));
  rows->add(row);
}

notification_page notification_parts::list(const list_notifications& request) {
  const auto user = request.ctx.who.user;
  notification_page page;
  page.unread = rows->count_unread(user);
  const auto* key = keys.find(user.value);
  if (!key) return page;
  for (const auto& row :
       rows->list({user, request.before, request.unread_only, request.limit + 1})) {
    if (static_cast<int>(page.items.size()) == request.limit) {
      page.more = true;
      break;
    }
    auto body = json::decode_stored<notice>(key->open(row.body, body_place(row.id)));
    if (!body) throw storage_failure{"a stored notification does not read"};
    notification_view view{row.id,      row.kind,   row.at, is_security_kind(row.kind),
                           body->title, body->text, {},     {}};
    if (!body->link.empty()) view.link = std::move(body->link);
    if (row.read_at != instant{}) view.read_at = row.read_at;
    page.items.push_back(std::move(view));
  }
  return page;
}

result<done, notification_errc> notification_parts::mark_read(
    const mark_notification_read& request) {
  const auto& [ctx, id] = request;
  if (id.value == 0)
    rows->mark_all_read(ctx.who.user, ctx.now);
  else if (!rows->mark_read(ctx.who.user, id, ctx.now))
    return failure{notification_errc::notification_not_found};
  return done{};
}

notification_writer::behavior_type notification_service(
    notification_writer::stateful_pointer<notification_state> self, service_deps deps) {
  self->state.parts = std::make_unique<notification_parts>(deps);
  auto& parts = *self->state.parts;
  apply_crash_policy(self, deps.report, [&parts] { parts.batch.flush(); });
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [&parts](const list_notifications& m) -> caf::result<notification_page> {
        try {
          return parts.list(m);
        } catch (const storage_failure&) {
          return make_error(infra_errc::storage_failed);
        }
      },
      [self, &parts](const mark_notification_read& m) {
        return parts.batch.write<done>(self, m.ctx, [&] { return parts.mark_read(m); });
      },
      applies_events(self, parts.intake, parts.batch),
      lists_parked_events(parts.intake),
      replays_events(self, parts.intake, parts.batch),
      [&parts](const flush_batch&) { parts.batch.flush(); },
  };
}

}  // namespace smartfin
