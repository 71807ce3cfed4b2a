#include "actors/finance/import_service.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <stdexcept>

#include "actors/answer_once.hpp"
#include "actors/finance/imported_file.hpp"
#include "messages/errors.hpp"

namespace smartfin {
namespace {

/// One import on its way, shared by the continuations of its requests.
struct running_import {
  import_file what;
  import_view view;
  std::chrono::steady_clock::time_point tell_by;
  answer_once<import_view> promise;
  std::unique_ptr<imported_file> file;
  std::shared_ptr<const import_chunk> part;  // on its way to the writer
  int retries = 0;
};

using self_pointer = import_actor::stateful_pointer<import_service_state>;
using import_ptr = std::shared_ptr<running_import>;

constexpr std::chrono::seconds writer_patience{60};
constexpr int retries_max = 5;

/// Without the request's deadline and key: the import goes on when its client has been told that it runs.
call_context context_of_part(const running_import& import) {
  auto ctx = import.what.ctx;
  ctx.deadline = std::chrono::steady_clock::now() + writer_patience;
  ctx.idempotency_key.clear();
  return ctx;
}

/// The import of one importer, with its actor for asking the writer.
class importing {
public:
  importing(self_pointer self, const import_deps& deps, import_ptr import)
      : self_(self), deps_(&deps), import_(std::move(import)) {}

  /// A small file is read first, because its client waits for what is wrong with it.
  void start() const {
    const auto& what = import_->what;
    const bool reads_first = what.atomic || what.bytes->size() <= deps_->inline_bytes_max;
    if (reads_first)
      if (const auto error = read()) return import_->promise.deliver(*error);
    ask(begin_import{what.ctx, import_->view},
        [*this, reads_first](const import_view& begun) { go_on(begun, reads_first); });
  }

private:
  template <class Message, class Then>
  void ask(Message message, Then then) const {
    ask(std::move(message), std::move(then),
        [promise = import_->promise](const caf::error& error) { promise.deliver(error); });
  }
  template <class Message, class Then, class Otherwise>
  void ask(Message message, Then then, Otherwise otherwise) const {
    self_
        ->request(deps_->ledger.for_key(import_->what.ctx.book.value), writer_patience,
                  std::move(message))
        .then(std::move(then), std::move(otherwise));
  }

  /// Why the file is not imported, or nothing. The file itself is let go: its rows are in order now.
  std::optional<caf::error> read() const {
    auto& import = *import_;
    try {
      auto file = imported_file::read(import.what, deps_->open_scratch(), deps_->rows_at_once_max,
                                      import.view);
      import.what.bytes = nullptr;
      if (!file) return make_error(file.error().code, file.error().detail);
      import.file = std::move(*file);
      return std::nullopt;
    } catch (const no_room&) {
      return make_error(infra_errc::storage_failed);
    }
  }

  void go_on(const import_view& begun, bool is_read) const {
    // An answer to a repeated Idempotency-Key: goes on where it is, since rows are never added twice.
    import_->view.id = begun.id;
    import_->view.created_at = begun.created_at;
    if (is_read) return send_next();
    import_->promise.deliver(import_->view);
    if (const auto error = read()) return fail(detail_of(*error));
    send_next();
  }

  void send_next() const {
    auto& import = *import_;
    try {
      // All of an atomic import is less than what one day may have.
      const auto rows = import.what.atomic ? deps_->rows_at_once_max : deps_->chunk_rows;
      import.part = import.file->next_part(rows);
    } catch (const no_room&) {
      return fail({});
    }
    if (!import.part) return finish(import_progress::done);
    send();
  }

  void send() const {
    auto& import = *import_;
    if (std::chrono::steady_clock::now() > import.tell_by) import.promise.deliver(import.view);
    ask(
        import_rows{context_of_part(import), import.view.id, import.view.account_id, import.part},
        [*this](const rows_imported& done) {
          import_->view.rows_added += done.added;
          import_->view.rows_duplicate += done.duplicate;
          import_->retries = 0;
          send_next();
        },
        [*this](const caf::error& error) {
          // The same rows again are duplicates, so asking again is safe whatever happened.
          if (is_worth_retrying(error) && ++import_->retries <= retries_max) return send();
          fail({});
        });
  }

  static bool is_worth_retrying(const caf::error& error) {
    return error.category() == caf::atom("system") || error.category() == infra_category;
  }

  void fail(std::string why) const {
    import_->view.rejected.push_back(
        {0, why.empty() ? std::string{"The import stopped here."} : std::move(why)});
    finish(import_progress::failed);
  }

  void finish(import_progress state) const {
    import_->file = nullptr;
    import_->view.state = state;
    ask(finish_import{context_of_part(*import_), import_->view},
        [*this](const import_view&) { import_->promise.deliver(import_->view); });
  }

  self_pointer self_;
  const import_deps* deps_;
  import_ptr import_;
};

caf::result<import_view> on_file(self_pointer self, const import_deps& deps, const import_file& m) {
  auto promise = answer_later<import_view>(self);
  auto import = std::make_shared<running_import>(
      running_import{m,
                     {},
                     std::chrono::steady_clock::now() + deps.inline_time_max,
                     promise,
                     nullptr,
                     nullptr,
                     0});
  import->view.account_id = m.account_id;
  importing{self, deps, std::move(import)}.start();
  return promise.promise();
}

}  // namespace

import_actor::behavior_type import_service(self_pointer self, import_deps deps) {
  apply_crash_policy(self, deps.report);
  const auto shared = std::make_shared<const import_deps>(std::move(deps));
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [self, shared](const import_file& m) { return on_file(self, *shared, m); },
  };
}

}  // namespace smartfin
