#include "actors/file/file_content_service.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

#include "actors/answer_once.hpp"
#include "domain/files/file_type.hpp"
#include "messages/errors.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using self_pointer = file_content_actor::stateful_pointer<file_content_state>;

constexpr std::chrono::seconds keeper_patience{30};
constexpr int attempts_max = 3;

/// One content on its way.
struct upload {
  add_file request;
  std::string media_type;
  answer_once<file_view> promise;
  sealed_place place{};
  std::string content_tag{};
  int attempts = 0;
};
using upload_ptr = std::shared_ptr<upload>;

/// The remembered answer belongs to the last step, which is the one with an effect.
call_context without_key(call_context ctx) {
  ctx.idempotency_key.clear();
  return ctx;
}

template <class Request, class Then>
void ask_keeper(self_pointer self, const file_content_deps& deps, const upload_ptr& up,
                Request request, Then then) {
  self->request(deps.keeper.for_key(0), keeper_patience, std::move(request))
      .then(std::move(then), [up](const caf::error& error) { up->promise.deliver(error); });
}

void begin(self_pointer self, const file_content_deps& deps, const upload_ptr& up);

void record(self_pointer self, const file_content_deps& deps, const upload_ptr& up) {
  record_file request{up->request.ctx, up->place.name, up->request.name, up->media_type};
  self->request(deps.keeper.for_key(0), keeper_patience, std::move(request))
      .then([up](const file_view& view) { up->promise.deliver(view); },
            [=](const caf::error& error) {
              // The content that another file had is given up with it: then write one of our own.
              if (error == make_error(file_errc::upload_lost) && ++up->attempts < attempts_max)
                return begin(self, deps, up);
              up->promise.deliver(error);
            });
}

void store(self_pointer self, const file_content_deps& deps, const upload_ptr& up) {
  try {
    memory_stream plain{*up->request.bytes};
    deps.objects->put(up->place.name, *sealed_content(plain, up->place));
  } catch (const storage_failure&) {
    return up->promise.deliver(make_error(infra_errc::storage_failed));
  }
  record(self, deps, up);
}

void begin(self_pointer self, const file_content_deps& deps, const upload_ptr& up) {
  ask_keeper(self, deps, up,
             begin_upload{without_key(up->request.ctx), up->content_tag,
                          static_cast<std::int64_t>(up->request.bytes->size())},
             [=](const upload_plan& plan) {
               up->place.name = plan.object;
               if (plan.is_stored)
                 record(self, deps, up);
               else
                 store(self, deps, up);
             });
}

void name_content(self_pointer self, const file_content_deps& deps, const upload_ptr& up) {
  auto& keys = self->state.parts->keys;
  try {
    const auto* key = keys.find(up->request.ctx.who.user.value);
    if (!key) return up->promise.deliver(make_error(infra_errc::storage_failed));
    up->place.key = key->derive("contents");
    up->place.size = up->request.bytes->size();
    up->content_tag = keyed_hash(*up->request.bytes, key->derive("content tags"));
  } catch (const storage_failure&) {
    return up->promise.deliver(make_error(infra_errc::storage_failed));
  }
  begin(self, deps, up);
}

caf::result<file_view> on_add(self_pointer self, const file_content_deps& deps, const add_file& m) {
  const auto promise = answer_later<file_view>(self);
  const auto type = detect_file_type(*m.bytes, m.name);
  if (!type || !agrees_with(m.declared_type, *type)) {
    promise.deliver(make_error(file_errc::type_not_accepted,
                               type ? "The content is " + std::string{*type} + "." : ""));
    return promise.promise();
  }
  const auto up = std::make_shared<upload>(upload{m, std::string{*type}, promise});
  ask_keeper(self, deps, up, ready_file_key{without_key(m.ctx)},
             [=](const done&) { name_content(self, deps, up); });
  return promise.promise();
}

caf::result<file_part> on_read(self_pointer self, const file_content_deps& deps,
                               const read_file_part& m) {
  auto& parts = *self->state.parts;
  const auto user = m.ctx.who.user;
  try {
    const auto row = parts.rows->find(user, m.id);
    const auto* key = parts.keys.find(user.value);
    if (!row || !key) return make_error(file_errc::file_not_found);
    const sealed_place place{row->object, static_cast<std::uint64_t>(row->size),
                             key->derive("contents")};
    const auto size = std::clamp<std::int64_t>(m.size, 0, file_part_bytes_max);
    return file_part{open_part(*deps.objects, place,
                               {static_cast<std::uint64_t>(std::max<std::int64_t>(m.offset, 0)),
                                static_cast<std::uint64_t>(size)})};
  } catch (const storage_failure&) {
    return make_error(infra_errc::storage_failed);
  } catch (const damaged_object&) {
    return make_error(file_errc::content_damaged);
  }
}

}  // namespace

file_content_parts::file_content_parts(const file_content_deps& deps)
    : session(deps.store.database.open(session_mode::read)),
      key_rows(make_sql_key_repository(session)),
      rows(make_sql_file_repository(session)),
      keys(*deps.store.keys, *key_rows, "file/user") {}

file_content_actor::behavior_type file_content_service(self_pointer self, file_content_deps deps) {
  apply_crash_policy(self, deps.store.report);
  self->state.parts = std::make_unique<file_content_parts>(deps);
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [=](const add_file& m) { return on_add(self, deps, m); },
      [=](const read_file_part& m) { return on_read(self, deps, m); },
  };
}

}  // namespace smartfin
