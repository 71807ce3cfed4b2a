#include "actors/profile/profile_service.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

#include "messages/facts.hpp"

namespace smartfin {
namespace {

std::string facts_place(user_id user) {
  return "profiles/" + std::to_string(user.value) + "/facts";
}

}  // namespace

profile_parts::profile_parts(const service_deps& deps)
    : publisher_store(deps, "profile/user", subject::user),
      rows(make_sql_profile_repository(session)),
      batch(batch_of(events, [this] { keys.forget(); })) {}

// What was never told is version 1 already, so that the first change can name the version it saw.
versioned_profile profile_parts::find(user_id user) {
  const auto row = rows->find(user);
  const auto* key = keys.find(user.value);
  if (!row || !key) return {user, 1, {}};
  versioned_profile found{user, row->version + 1, {}};
  field_errors errors;
  const auto text = key->open(row->facts, facts_place(user));
  if (auto facts = json::decode_text<profile_details>(text, errors))
    found.facts = std::move(*facts);
  else
    throw storage_failure{"a stored profile does not read"};
  return found;
}

result<versioned_profile, profile_errc> profile_parts::change(const change_profile& request) {
  const auto user = request.ctx.who.user;
  auto found = find(user);
  if (request.version != 0 && request.version != found.version)
    return failure{profile_errc::stale_version};
  found.facts = apply(request.body, std::move(found.facts));
  const auto sealed =
      keys.find_or_make(user.value).seal(json::encode(found.facts), facts_place(user));
  if (!rows->save({user, found.version, sealed, request.ctx.now}))
    return failure{profile_errc::stale_version};
  ++found.version;
  events.publish(origin_of_event(request.ctx), profile_changed{found.version});
  return found;
}

profile_writer::behavior_type profile_service(profile_writer::stateful_pointer<profile_state> self,
                                              service_deps deps) {
  self->state.parts = std::make_unique<profile_parts>(deps);
  auto& parts = *self->state.parts;
  apply_crash_policy(self, deps.report, [&parts] { parts.batch.flush(); });
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [&parts](const find_profile& m) -> caf::result<versioned_profile> {
        try {
          return parts.find(m.ctx.who.user);
        } catch (const storage_failure&) {
          return make_error(infra_errc::storage_failed);
        }
      },
      [self, &parts](const change_profile& m) {
        return parts.batch.write<versioned_profile>(self, m.ctx, [&] { return parts.change(m); });
      },
      retires_events(self, *parts.event_rows, parts.batch),
      [&parts](const flush_batch&) { parts.batch.flush(); },
  };
}

}  // namespace smartfin
