#include "actors/audit/log_publisher.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

#include "domain/audit/audit_errc.hpp"
#include "messages/errors.hpp"
#include "messages/json.hpp"
#include "storage/audit/audit_publisher.hpp"
#include "storage/audit/audit_repository.hpp"
#include "storage/audit/note_codes.hpp"
#include "storage/sql/sql_session.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {

using namespace std::chrono_literals;

namespace {

constexpr int entries_at_once = 4'096;
/// Each publication costs a few syncs, so what comes within this time goes together.
constexpr auto publish_every = 1'000ms;
constexpr auto look_every = 1'000ms;

}  // namespace

struct log_publisher_parts {
  explicit log_publisher_parts(const log_publisher_deps& deps)
      : session(deps.common.database.open(session_mode::read)),
        rows(make_sql_audit_repository(session)),
        with(deps) {}

  /// What cannot be continued is not published to any more, loudly, and stays as evidence: a log that was tampered
  /// with, is of another key, or holds more than the database, which was then restored from an older back-up.
  void publish() {
    try {
      if (!log) open();
      do {
        const auto first = log->size();
        log->publish(first, rows->list(static_cast<std::int64_t>(first), entries_at_once));
      } while (log->size() < static_cast<std::uint64_t>(rows->size()));
    } catch (const storage_refusal& refused) {
      log.reset();
      if (std::exchange(refusal, refused.what()) != refused.what() && with.common.report)
        with.common.report("audit_log", refusal);
    } catch (const storage_failure&) {
      // The database or the disk is out: the next look finds what is there then.
    }
  }
  void open() {
    log.emplace(
        published_log{with.folder, with.origin, with.common.keys->derive(audit_signing_purpose)});
    const auto size = log->size();
    if (size > static_cast<std::uint64_t>(rows->size()))
      throw storage_refusal{"the published audit log holds " + std::to_string(size) +
                            " entries and the database " + std::to_string(rows->size()) +
                            ": keep the log as evidence, move it away, and a new one is begun"};
    // The last one once more: it is compared with what was signed.
    if (size > 0) log->publish(size - 1, rows->list(static_cast<std::int64_t>(size) - 1, 1));
  }
  audit_publisher& published() {
    if (!log) throw storage_failure{"the audit log is not being published"};
    return *log;
  }

  checkpoint_text_view checkpoint() {
    const auto note = read_log_file(with.folder / "checkpoint", note_size_max);
    if (!note) throw storage_failure{"there is no checkpoint"};
    return {*note, published().key().text()};
  }

  std::optional<audit_proof_view> prove(user_id user, std::int64_t index) {
    const auto size = published().size();
    if (index < 0 || static_cast<std::uint64_t>(index) >= size) return std::nullopt;
    const auto found = rows->list(index, 1);
    const auto entry = json::decode_stored<audit_entry>(found.at(0));
    if (!entry || entry->user != user) return std::nullopt;
    audit_proof_view view{
        index, static_cast<std::int64_t>(size), to_note_base64(found[0]), {}, checkpoint().note};
    const auto proof = prove_inclusion(published().tree(), static_cast<std::uint64_t>(index), size);
    for (const auto& hash : proof.value()) view.hashes.push_back(hash_text(hash));
    return view;
  }

  sql_session session;
  std::unique_ptr<audit_repository> rows;
  log_publisher_deps with;
  std::optional<audit_publisher> log;
  std::string refusal;
  bool is_due = false;
};

log_publisher_worker::behavior_type log_publisher(
    log_publisher_worker::stateful_pointer<log_publisher_state> self, log_publisher_deps deps) {
  apply_crash_policy(self, deps.common.report);
  self->state.parts = std::make_shared<log_publisher_parts>(deps);
  auto& parts = *self->state.parts;
  parts.publish();
  self->delayed_send(self, look_every, publish_tick{});
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [self, &parts](const entries_committed&) {
        if (std::exchange(parts.is_due, true)) return;
        self->delayed_send(self, publish_every, publish_tick{});
      },
      [&parts](const show_checkpoint&) -> caf::result<checkpoint_text_view> {
        try {
          return parts.checkpoint();
        } catch (const storage_failure&) {
          return make_error(infra_errc::storage_failed);
        }
      },
      [&parts](const prove_audit_entry& m) -> caf::result<audit_proof_view> {
        try {
          if (auto proof = parts.prove(m.ctx.who.user, m.index)) return std::move(*proof);
          return make_error(audit_errc::entry_not_found);
        } catch (const storage_failure&) {
          return make_error(infra_errc::storage_failed);
        }
      },
      // Either the one that is due, or the look that nobody asked for; the look goes on for ever.
      [self, &parts](const publish_tick&) {
        if (!std::exchange(parts.is_due, false))
          self->delayed_send(self, look_every, publish_tick{});
        parts.publish();
      },
  };
}

}  // namespace smartfin
