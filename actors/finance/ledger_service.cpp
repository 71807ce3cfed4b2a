#include "actors/finance/ledger_service.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

#include "actors/finance/bookkeeper.hpp"

namespace smartfin {
namespace {

change_origin origin_of(const call_context& ctx) {
  return {ctx.book, ctx.who.user, ctx.now, ctx.trace_id};
}

}  // namespace

ledger_writer_parts::ledger_writer_parts(const service_deps& deps)
    : publisher_store(deps, "finance/book", subject::book),
      stored(make_sql_ledger_repository(session)),
      rows(make_ledger_batch(*stored, events)),
      books(*rows, keys, events),
      imports(books),
      batch(batch_of(*rows, [this] { books.forget(); })) {}

ledger_writer::behavior_type ledger_service(
    ledger_writer::stateful_pointer<ledger_writer_state> self, service_deps deps) {
  self->state.parts = std::make_unique<ledger_writer_parts>(deps);
  auto& parts = *self->state.parts;
  apply_crash_policy(self, deps.report, [&parts] { parts.batch.flush(); });
  parts.rows->begin();
  parts.rows->interrupt_running_imports();
  parts.rows->commit();
  const auto write = [self, &parts](const auto& message, auto&& decide) {
    using decision = decltype(decide(parts.books, origin_of(message.ctx)));
    using reply = typename decision::value_type;
    return parts.batch.write<reply>(self, message.ctx,
                                    [&] { return decide(parts.books, origin_of(message.ctx)); });
  };
  const auto as_done = [](result<nothing, ledger_errc> decided) -> result<done, ledger_errc> {
    if (!decided) return failure{decided.error()};
    return done{};
  };
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [=](const open_account& m) {
        return write(m, [&](auto& books, const auto& o) { return books.open_account(o, m.body); });
      },
      [=](const change_account& m) {
        return write(m, [&](auto& books, const auto& o) {
          return books.change_account(o, m.id, m.version, m.body);
        });
      },
      [=](const delete_account& m) {
        return write(m, [&](auto& books, const auto& o) {
          return as_done(books.delete_account(o, m.id, m.version));
        });
      },
      [=](const record_transaction& m) {
        return write(m, [&](auto& books, const auto& o) { return books.record(o, m.body); });
      },
      [=](const change_transaction& m) {
        return write(m, [&](auto& books, const auto& o) {
          return books.change(o, m.id, m.version, m.body);
        });
      },
      [=](const delete_transaction& m) {
        return write(m, [&](auto& books, const auto& o) {
          return as_done(books.remove(o, m.id, m.version));
        });
      },
      [self, &parts](const begin_import& m) {
        return parts.batch.write<import_view>(
            self, m.ctx, [&] { return parts.imports.begin(origin_of(m.ctx), m.view); });
      },
      [self, &parts](const import_rows& m) {
        return parts.batch.write_alone<rows_imported>(self, m.ctx, [&] {
          return parts.imports.add(origin_of(m.ctx), m.import, m.account_id, *m.chunk);
        });
      },
      [self, &parts](const finish_import& m) {
        return parts.batch.write<import_view>(
            self, m.ctx, [&] { return parts.imports.finish(origin_of(m.ctx), m.view); });
      },
      retires_events(self, *parts.event_rows, parts.batch),
      [&parts](const flush_batch&) { parts.batch.flush(); },
  };
}

}  // namespace smartfin
