#include "actors/file/file_service.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

#include "storage/objects/object_store.hpp"

namespace smartfin {

std::string file_name_place(file_id id) { return "files/" + std::to_string(id.value) + "/name"; }

file_parts::file_parts(const file_deps& deps)
    : writer_store(deps.store, "file/user"),
      rows(make_sql_file_repository(session)),
      batch(batch_of(work, [this] { keys.forget(); })),
      quota_bytes_(deps.quota_bytes) {}

file_view file_parts::view_of(const file_row& row) {
  const auto* key = keys.find(row.user.value);
  if (!key) throw storage_failure{"a user has files but no key"};
  return {row.id,          key->open(row.name, file_name_place(row.id)),
          row.media_type,  row.size,
          row.content_tag, 1,
          row.created_at};
}

bool file_parts::has_room(user_id user, std::int64_t size) {
  return size <= quota_bytes_ - rows->bytes_used(user);
}

file_page file_parts::list(const list_files& request) {
  const auto user = request.ctx.who.user;
  file_page page;
  page.bytes_used = rows->bytes_used(user);
  page.bytes_max = quota_bytes_;
  for (const auto& row : rows->list(user, request.before, request.limit + 1)) {
    if (static_cast<int>(page.items.size()) == request.limit)
      page.more = true;
    else
      page.items.push_back(view_of(row));
  }
  return page;
}

file_parts::outcome<file_view> file_parts::find(const find_file& request) {
  const auto row = rows->find(request.ctx.who.user, request.id);
  if (!row) return failure{file_errc::file_not_found};
  return view_of(*row);
}

file_parts::outcome<done> file_parts::remove(const delete_file& request) {
  const auto& [ctx, id, version] = request;
  const auto row = rows->find(ctx.who.user, id);
  if (!row) return failure{file_errc::file_not_found};
  if (version > 1) return failure{file_errc::stale_version};
  rows->remove(ctx.who.user, id);
  rows->unlink(row->object, ctx.now);
  return done{};
}

file_parts::outcome<done> file_parts::ready_key(const ready_file_key& request) {
  keys.find_or_make(request.ctx.who.user.value);
  return done{};
}

file_parts::outcome<upload_plan> file_parts::begin(const begin_upload& request) {
  const auto user = request.ctx.who.user;
  if (const auto held = rows->find_content(user, request.content_tag))
    return upload_plan{held->object, true};
  if (!has_room(user, request.size)) return failure{file_errc::quota_exceeded};
  // A name of its own for every attempt: what is given up is never what somebody writes just now.
  upload_plan plan{new_object_name(), false};
  rows->add_content({plan.object, user, request.content_tag, request.size, request.ctx.now});
  return plan;
}

file_parts::outcome<file_view> file_parts::record(const record_file& request) {
  const auto user = request.ctx.who.user;
  const auto content = rows->find_object(request.object);
  if (!content || content->user != user) return failure{file_errc::upload_lost};
  const auto before = rows->bytes_used(user);
  if (!rows->link(request.object)) return failure{file_errc::upload_lost};
  const auto after = rows->bytes_used(user);
  if (after > before && after > quota_bytes_) return failure{file_errc::quota_exceeded};
  file_row row{
      rows->next_id(),      user,           {}, request.media_type, content->object, content->size,
      content->content_tag, request.ctx.now};
  row.name = keys.find_or_make(user.value).seal(request.name, file_name_place(row.id));
  rows->add(row);
  return view_of(row);
}

file_parts::outcome<given_up_contents> file_parts::give_up(const give_up_contents& request) {
  return given_up_contents{rows->give_up(request.before, request.limit)};
}

file_parts::outcome<done> file_parts::forget(const forget_contents& request) {
  for (const auto& object : request.objects) rows->forget(object);
  return done{};
}

file_keeper::behavior_type file_service(file_keeper::stateful_pointer<file_state> self,
                                        file_deps deps) {
  self->state.parts = std::make_unique<file_parts>(deps);
  auto& parts = *self->state.parts;
  apply_crash_policy(self, deps.store.report, [&parts] { parts.batch.flush(); });
  const auto write = [self, &parts](const auto& request, auto method) {
    using reply =
        typename std::invoke_result_t<decltype(method), file_parts&, decltype(request)>::value_type;
    return parts.batch.template write<reply>(self, request.ctx,
                                             [&] { return (parts.*method)(request); });
  };
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [&parts](const list_files& m) -> caf::result<file_page> {
        try {
          return parts.list(m);
        } catch (const storage_failure&) {
          return make_error(infra_errc::storage_failed);
        }
      },
      [&parts](const find_file& m) -> caf::result<file_view> {
        try {
          auto found = parts.find(m);
          if (!found) return make_error(found.error());
          return std::move(*found);
        } catch (const storage_failure&) {
          return make_error(infra_errc::storage_failed);
        }
      },
      [write](const delete_file& m) { return write(m, &file_parts::remove); },
      [write](const ready_file_key& m) { return write(m, &file_parts::ready_key); },
      [write](const begin_upload& m) { return write(m, &file_parts::begin); },
      [write](const record_file& m) { return write(m, &file_parts::record); },
      [write](const give_up_contents& m) { return write(m, &file_parts::give_up); },
      [write](const forget_contents& m) { return write(m, &file_parts::forget); },
      [&parts](const flush_batch&) { parts.batch.flush(); },
  };
}

}  // namespace smartfin
