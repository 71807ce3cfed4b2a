#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/result.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "actors/answer_once.hpp"
#include "messages/call_context.hpp"
#include "messages/errors.hpp"
#include "messages/json.hpp"
#include "storage/idempotency_repository.hpp"
#include "storage/storage_failure.hpp"
#include "storage/unit_of_work.hpp"
#include "storage/vault.hpp"

namespace smartfin {

/// A writer sends it to itself with the first request of a batch; it queues behind every request that was waiting by
/// then, and ends the batch with one commit for all of them.
struct flush_batch {};

/// Which refusals stay written: none.
struct keeps_none {
  bool operator()(auto) const { return false; }
};

/// What a writer needs besides its repositories.
struct write_batch_deps {
  unit_of_work* work = nullptr;
  idempotency_repository* answers = nullptr;
  const subject_key* answers_key = nullptr;  // remembered answers may hold personal data
  /// Called after anything was rolled back: what was remembered in memory since may not be stored.
  std::function<void()> forget = [] {};
  /// Called after every commit.
  std::function<void()> committed = [] {};
  /// Told why a batch was lost, at most once a second; free of personal data.
  std::function<void(const std::string& why)> lost = [](const std::string&) {};
};

/// Group commit: requests run one after the other, each in a savepoint of one transaction; all are answered when it is
/// durable, or all get an outage and nothing of them is left. No added delay when idle, hundreds of requests to a disk
/// sync when busy. Owned by one writer.
class write_batch {
public:
  static constexpr std::size_t requests_max = 512;

  explicit write_batch(write_batch_deps deps) : deps_(std::move(deps)) {}
  write_batch(const write_batch&) = delete;
  write_batch& operator=(const write_batch&) = delete;
  /// A writer that is killed: nothing of its batch is left, and its requests bounce.
  ~write_batch();

  /// Runs one request. `decide()` returns a result<Reply, errc> and has written what it decided; a refusal is rolled
  /// back and answered at once. A request with an Idempotency-Key that was answered before gets the same answer and
  /// `decide` does not run. Errors besides those of `decide`: deadline_exceeded, idempotency_key_reused,
  /// storage_failed. An exception is a bug: it passes through after this request is rolled back.
  ///
  /// `keeps(errc)` names the refusals that stay written, and are answered when they are durable.
  template <class Reply, class Self, class Decide, class Keeps = keeps_none>
  caf::result<Reply> write(Self* self, const call_context& ctx, Decide&& decide, Keeps keeps = {}) {
    const auto later = answer_later<Reply>(self);
    submit(self, ctx, later, std::forward<Decide>(decide), keeps);
    return later.promise();
  }

  /// The same for a request that was taken earlier and waited for another actor.
  template <class Reply, class Self, class Decide, class Keeps = keeps_none>
  void submit(Self* self, const call_context& ctx, answer_once<Reply> promise, Decide&& decide,
              Keeps keeps = {}) {
    if (const auto expired = refuse_expired(ctx)) return promise.deliver(*expired);
    if (!open_) {
      if (!begin()) return promise.deliver(make_error(infra_errc::storage_failed));
      self->send(self, flush_batch{});
    }
    try {
      deps_.work->set_savepoint();
      auto outcome = run<Reply>(ctx, decide, keeps);
      if (outcome.keep)
        deps_.work->release_savepoint();
      else
        undo_request();
      if (!outcome.keep) return tell(promise, std::move(outcome.reply));
      wait(promise, std::move(outcome.reply));
      if (waiting_.size() >= requests_max) flush();
    } catch (const storage_conflict&) {  // of this request; the others of the batch go on
      undo_request();
      promise.deliver(make_error(infra_errc::storage_failed));
    } catch (const storage_failure& failed) {
      promise.deliver(give_up_batch(failed));
    } catch (...) {
      undo_request();
      promise.deliver(make_error(infra_errc::internal));
      throw;
    }
  }

  /// The same as a batch of its own, for a request that writes much: everyone who waits is answered first, and no
  /// savepoint keeps what each of its statements changes. Answered when it is durable.
  template <class Reply, class Self, class Decide>
  caf::result<Reply> write_alone(Self* self, const call_context& ctx, Decide&& decide) {
    const auto promise = answer_later<Reply>(self);
    flush();
    if (const auto expired = refuse_expired(ctx)) {
      promise.deliver(*expired);
    } else if (!begin()) {
      promise.deliver(make_error(infra_errc::storage_failed));
    } else {
      try {
        auto outcome = run<Reply>(ctx, decide, keeps_none{});
        if (outcome.keep) {
          wait(promise, std::move(outcome.reply));
          flush();
        } else {
          undo_batch();
          tell(promise, std::move(outcome.reply));
        }
      } catch (const storage_failure& failed) {
        promise.deliver(give_up_batch(failed));
      } catch (...) {
        undo_batch();
        promise.deliver(make_error(infra_errc::internal));
        throw;
      }
    }
    return promise.promise();
  }

  /// Commits and answers everyone; no effect without a batch. Never throws. Also right after a bug in one request: what
  /// the others did is whole, each in its own savepoint.
  void flush();
  /// The last storage failure, for the log.
  const std::string& last_failure() const { return last_failure_; }

private:
  using answer = std::function<void(const caf::error& failed)>;

  template <class Reply>
  struct request_outcome {
    result<Reply, caf::error> reply;
    bool keep = false;
  };

  template <class Reply, class Decide, class Keeps>
  request_outcome<Reply> run(const call_context& ctx, Decide& decide, Keeps keeps) {
    if (auto known = remembered<Reply>(ctx)) {
      const bool is_answer = known->has_value();  // of this batch, perhaps, and so not yet durable
      return {std::move(*known), is_answer};
    }
    auto decided = decide();
    if (!decided) {
      const bool keep = keeps(decided.error());
      // Another node that was sent the same may have done it meanwhile, and this one sees the effect.
      if (!keep)
        if (auto known = remembered<Reply>(ctx)) return {std::move(*known), false};
      return {failure{make_error(decided.error())}, keep};
    }
    if (!ctx.idempotency_key.empty())
      save_answer(ctx, json::encode(*decided, json::secrets::revealed));
    return {std::move(*decided), true};
  }

  /// What the request was answered before, by any node.
  template <class Reply>
  std::optional<result<Reply, caf::error>> remembered(const call_context& ctx) {
    if (ctx.idempotency_key.empty()) return std::nullopt;
    const auto found = find_answer(ctx);
    if (!found) return failure{found.error()};
    if (found->empty()) return std::nullopt;
    Reply reply = json::blank<Reply>();
    read_answer(*found, json::shape_of<Reply>(), &reply);
    return reply;
  }

  /// Keeps the answer until it is durable.
  template <class Reply>
  void wait(answer_once<Reply> promise, result<Reply, caf::error> reply) {
    waiting_.push_back([promise, reply = std::move(reply)](const caf::error& failed) mutable {
      if (failed)
        promise.deliver(failed);
      else
        tell(promise, std::move(reply));
    });
  }
  template <class Reply>
  static void tell(const answer_once<Reply>& promise, result<Reply, caf::error> reply) {
    if (reply)
      promise.deliver(std::move(*reply));
    else
      promise.deliver(reply.error());
  }

  static std::optional<caf::error> refuse_expired(const call_context& ctx);
  bool begin();
  void undo_request();
  /// Nobody waits for the batch.
  void undo_batch();
  void note_failure(const storage_failure& failed);
  caf::error give_up_batch(const storage_failure& failed);
  void answer_all(const caf::error& error);
  /// The remembered reply as JSON, empty when there is none. Errors: idempotency_key_reused.
  result<std::string, caf::error> find_answer(const call_context& ctx);
  void save_answer(const call_context& ctx, const std::string& reply);
  static void read_answer(const std::string& text, const json::shape& type, void* reply);

  write_batch_deps deps_;
  bool open_ = false;
  std::vector<answer> waiting_;
  std::string last_failure_;
  std::chrono::steady_clock::time_point told_{};  // of the last failure
};

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::flush_batch)
