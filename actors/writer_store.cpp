#include "actors/writer_store.hpp"

namespace smartfin {

writer_store::writer_store(const service_deps& deps, const std::string& subjects)
    : session(deps.database.open(session_mode::write)),
      work(session),
      answers(make_sql_idempotency_repository(session)),
      key_rows(make_sql_key_repository(session)),
      keys(*deps.keys, *key_rows, subjects),
      own_key(deps.keys->own()),
      tell_durable(deps.tell_durable ? deps.tell_durable : [] {}),
      report(deps.report) {}

write_batch_deps writer_store::batch_of(unit_of_work& commits, std::function<void()> forget) const {
  return {&commits,
          answers.get(),
          &own_key,
          std::move(forget),
          tell_durable,
          [report = report](const std::string& why) {
            if (report) report("writer", "a batch is lost: " + why);
          }};
}

publisher_store::publisher_store(const service_deps& deps, const std::string& subjects, subject of)
    : writer_store(deps, subjects),
      event_rows(make_sql_event_log(session)),
      events(*event_rows, of == subject::user ? &keys : nullptr, work,
             std::exchange(tell_durable, [] {})) {}

}  // namespace smartfin
