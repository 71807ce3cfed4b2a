#include "actors/events/event_intake.hpp"

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

std::string parked_place(const std::string& stream, std::int64_t sequence) {
  return "parked_events/" + stream + "/" + std::to_string(sequence) + "/payload";
}

}  // namespace

// A bug that one event sets off must not take the service with it: the event is at fault until it is proven otherwise.
template <class Work>
event_intake::outcome<nothing> event_intake::attempt(Work&& work) {
  try {
    work();
    return nothing{};
  } catch (const storage_failure&) {
    throw;
  } catch (const event_failure& failed) {
    return failure{event_refusal{infra_errc::event_refused, failed.what()}};
  } catch (const std::exception&) {
    return failure{event_refusal{infra_errc::event_refused, "a fault in its effect"}};
  }
}

event_intake::outcome<events_applied> event_intake::apply(const apply_events& delivery) {
  auto cursor = cursors_.find(delivery.stream);
  const auto before = cursor;
  // Whoever was told to stop may not know it yet. A node by itself has no token and nobody to compete with.
  if (delivery.fence != 0 && delivery.fence < cursor.fence)
    return failure{event_refusal{infra_errc::unavailable, "a newer relay delivers"}};
  cursor.fence = std::max(cursor.fence, delivery.fence);
  if (delivery.events)
    for (const auto& event : *delivery.events) {
      if (event.sequence <= cursor.sequence) continue;
      if (event.sequence != cursor.sequence + 1) break;
      if (auto taken = take(delivery.stream, event, delivery.ctx.now, cursor); !taken)
        return failure{taken.error()};
    }
  if (auto finished = attempt(finish_); !finished) return failure{finished.error()};
  if (cursor.sequence != before.sequence || cursor.fence != before.fence)
    cursors_.save(delivery.stream, before, cursor);
  return events_applied{cursor.sequence, cursor.applied, cursor.parked, cursor.missing};
}

event_intake::outcome<nothing> event_intake::take(const std::string& stream,
                                                  const delivered_event& event, instant now,
                                                  event_cursor& cursor) {
  switch (event.how) {
    case delivered_event::handling::apply:
      if (auto applied = attempt([&] { apply_(event); }); !applied) return applied;
      ++cursor.applied;
      break;
    case delivered_event::handling::park:
      cursors_.park({0,
                     stream,
                     {event.sequence, event.kind, event.version, event.user, event.book, event.at,
                      event.trace_id,
                      keys_.own().seal(event.payload, parked_place(stream, event.sequence)), true},
                     event.reason,
                     now});
      ++cursor.parked;
      break;
    case delivered_event::handling::missing:
      ++cursor.missing;
      break;
  }
  cursor.sequence = event.sequence;
  return nothing{};
}

event_intake::outcome<done> event_intake::replay(std::int64_t parked) {
  const auto row = cursors_.find_parked(parked);
  if (!row) return failure{event_refusal{infra_errc::event_not_found, {}}};
  const auto& e = row->event;
  delivered_event event{e.sequence,
                        delivered_event::handling::apply,
                        e.kind,
                        e.version,
                        e.user,
                        e.book,
                        e.at,
                        e.trace_id,
                        keys_.own().open(e.payload, parked_place(row->stream, e.sequence)),
                        {},
                        row->stream};
  if (auto applied = attempt([&] { apply_(event), finish_(); }); !applied)
    return failure{applied.error()};
  cursors_.remove_parked(parked);
  const auto before = cursors_.find(row->stream);
  auto cursor = before;
  --cursor.parked;
  ++cursor.applied;
  cursors_.save(row->stream, before, cursor);
  return done{};
}

parked_events_page event_intake::list(std::int64_t before, int limit) {
  parked_events_page page;
  for (const auto& row : cursors_.list_parked(before, limit + 1)) {
    if (static_cast<int>(page.items.size()) == limit)
      page.more = true;
    else
      page.items.push_back({row.id, row.stream, row.event.sequence, row.event.kind, row.event.at,
                            row.reason, row.parked_at});
  }
  return page;
}

}  // namespace smartfin
