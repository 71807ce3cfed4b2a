#include "actors/auth/auth_service.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

namespace smartfin {
namespace {

using self_pointer = auth_writer::stateful_pointer<auth_state>;

std::chrono::milliseconds time_left(const call_context& ctx) {
  if (ctx.deadline == std::chrono::steady_clock::time_point{}) return std::chrono::seconds{10};
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      ctx.deadline - std::chrono::steady_clock::now());
  return std::clamp(left, std::chrono::milliseconds{1}, std::chrono::milliseconds{10'000});
}

std::string account_subject(const auth_parts& parts, const std::string& email) {
  return "account/" + parts.book.lookup_of(email);
}
std::string address_subject(const call_context& ctx) { return "address/" + ctx.remote_address; }

/// Asks a hasher and goes on with its answer on this actor; an outage of the hashers is one of AUTH.
template <class Reply, class Request, class Promise, class Then>
void ask_hasher(self_pointer self, const call_context& ctx, Request request, Promise promise,
                Then then) {
  self->request(self->state.hasher, time_left(ctx), std::move(request))
      .then([then = std::move(then)](const Reply& reply) mutable { then(reply); },
            [promise](const caf::error&) mutable {
              promise.deliver(make_error(infra_errc::unavailable));
            });
}

caf::result<session_tokens> on_register(self_pointer self, const register_user& request) {
  auto promise = answer_later<session_tokens>(self);
  ask_hasher<password_hash>(self, request.ctx, hash_password{request.body.password}, promise,
                            [self, request, promise](const password_hash& hash) {
                              auto& parts = *self->state.parts;
                              parts.batch.submit(self, request.ctx, promise, [&] {
                                return parts.book.add_user(request, hash.encoded);
                              });
                            });
  return promise.promise();
}

/// Calls `then` when the password is the account's; counts the attempt either way.
template <class Promise, class Then>
void with_password(self_pointer self, const call_context& ctx, const credentials& given,
                   Promise promise, Then then) {
  auto& state = self->state;
  const auto account = account_subject(*state.parts, given.email);
  const auto address = address_subject(ctx);
  const auto wait = std::max(state.attempts->wait_for(account, ctx.now),
                             state.attempts->wait_for(address, ctx.now));
  if (wait.count() > 0) {
    promise.deliver(make_error(auth_errc::too_many_attempts, std::to_string(wait.count())));
    return;
  }
  const auto user = state.parts->book.find_user(given.email);
  const auto encoded = user ? user->password_hash : std::string{};
  // Only of an account: behind one address there may be a whole office that signs in at nine.
  state.attempts->begin(account);
  const std::shared_ptr<void> under_way{
      nullptr, [attempts = state.attempts, account](void*) { attempts->end(account); }};
  ask_hasher<password_verdict>(self, ctx, verify_password{given.password, encoded}, promise,
                               [self, ctx, promise, account, address, user, under_way,
                                then = std::move(then)](const password_verdict& verdict) mutable {
                                 if (!verdict.matches) {
                                   self->state.attempts->failed(account, ctx.now);
                                   self->state.attempts->failed(address, ctx.now);
                                   promise.deliver(make_error(auth_errc::invalid_credentials));
                                   return;
                                 }
                                 self->state.attempts->succeeded(account);
                                 then(*user);
                               });
}

caf::result<session_tokens> on_log_in(self_pointer self, const log_in& request) {
  auto promise = answer_later<session_tokens>(self);
  with_password(self, request.ctx, request.body, promise,
                [self, request, promise](const user_row& user) {
                  auto& parts = *self->state.parts;
                  parts.batch.submit(self, request.ctx, promise, [&] {
                    return parts.book.open_session(request.ctx, user, request.user_agent);
                  });
                });
  return promise.promise();
}

caf::result<done> on_change_password(self_pointer self, const change_password& request) {
  auto promise = answer_later<done>(self);
  auto& book = self->state.parts->book;
  const auto user = book.user(request.ctx);
  if (!user) {
    promise.deliver(make_error(user.error()));
    return promise.promise();
  }
  with_password(self, request.ctx, {user->email, request.body.current_password}, promise,
                [self, request, promise](const user_row&) {
                  ask_hasher<password_hash>(
                      self, request.ctx, hash_password{request.body.new_password}, promise,
                      [self, request, promise](const password_hash& hash) {
                        auto& parts = *self->state.parts;
                        parts.batch.submit(self, request.ctx, promise, [&] {
                          return parts.book.change_password(request.ctx, hash.encoded);
                        });
                      });
                });
  return promise.promise();
}

/// A stolen token ends its session and is refused all the same, so the refusal travels as a reply until it is durable.
caf::result<session_tokens> on_refresh(self_pointer self, const refresh_session& request) {
  auto& parts = *self->state.parts;
  return parts.batch.write<session_tokens>(
      self, request.ctx,
      [&] { return parts.book.refresh(request.ctx, request.body.refresh_token.reveal()); },
      [](auth_errc refused) { return refused == auth_errc::token_reused; });
}

template <class Query>
auto read(self_pointer self, Query&& query)
    -> caf::result<typename std::invoke_result_t<Query, session_book&>::value_type> {
  try {
    auto found = query(self->state.parts->book);
    if (!found) return make_error(found.error());
    return std::move(*found);
  } catch (const storage_failure&) {
    return make_error(infra_errc::storage_failed);
  }
}

/// Nodes that start together make one first key: a token by another's would be refused until all had heard of it.
void ensure_signing_key(auth_parts& parts) {
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  if (!parts.book.signer().needs_key(now)) return;
  parts.events.begin();
  parts.event_rows->take_numbers(0);  // other nodes wait here
  parts.book.signer().forget();
  if (parts.book.signer().needs_key(now)) parts.book.signer().rotate(now);
  parts.events.commit();
}

}  // namespace

std::chrono::seconds attempt_table::wait_for(const std::string& subject, instant now) const {
  const auto found = records_.find(subject);
  auto record = found == records_.end() ? attempt_record{} : found->second;
  if (const auto open = under_way_.find(subject); open != under_way_.end())
    for (int i = 0; i < open->second; ++i) record = after_failure(record, now, rules_);
  return wait_before_attempt(record, now, rules_);
}

void attempt_table::end(const std::string& subject) {
  const auto found = under_way_.find(subject);
  if (found != under_way_.end() && --found->second == 0) under_way_.erase(found);
}

void attempt_table::failed(const std::string& subject, instant now) {
  if (records_.size() >= records_max)
    std::erase_if(records_, [&](const auto& entry) {
      return now - entry.second.last_failure >= rules_.forget_after;
    });
  if (records_.size() >= records_max) records_.clear();
  auto& record = records_[subject];
  record = after_failure(record, now, rules_);
}

auth_parts::auth_parts(const auth_deps& deps)
    : publisher_store(deps.service, "auth/user", subject::user),
      rows(make_sql_auth_repository(session)),
      book({rows.get(), &keys, deps.service.keys, &events, deps.sessions}),
      batch(batch_of(events, [this] { book.forget(); })) {}

auth_writer::behavior_type auth_service(self_pointer self, auth_deps deps) {
  self->state.parts = std::make_unique<auth_parts>(deps);
  self->state.attempts = std::make_shared<attempt_table>(deps.throttle);
  self->state.hasher = deps.hasher;
  auto& parts = *self->state.parts;
  apply_crash_policy(self, deps.service.report, [&parts] { parts.batch.flush(); });
  ensure_signing_key(parts);
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [self](const register_user& m) { return on_register(self, m); },
      [self](const log_in& m) { return on_log_in(self, m); },
      [self](const refresh_session& m) { return on_refresh(self, m); },
      [self](const change_password& m) { return on_change_password(self, m); },
      [self, &parts](const end_session& m) {
        return parts.batch.write<done>(self, m.ctx,
                                       [&] { return parts.book.end(m.ctx, m.session); });
      },
      [self, &parts](const end_all_sessions& m) {
        return parts.batch.write<done>(self, m.ctx,
                                       [&] { return parts.book.end_all(m.ctx, m.keep_current); });
      },
      [self](const list_sessions& m) {
        return read(self, [&](session_book& book) { return book.list(m.ctx); });
      },
      [self](const find_user& m) {
        return read(self, [&](session_book& book) { return book.user(m.ctx); });
      },
      [self](const list_verification_keys& m) {
        return read(self, [&](session_book& book) -> result<verification_keys, auth_errc> {
          return book.verification(m.ctx.now);
        });
      },
      [self, &parts](const note_refusals& m) {
        return parts.batch.write<done>(self, m.ctx, [&]() -> result<done, infra_errc> {
          const auto count = std::min(m.refusals.size(), note_refusals::refusals_max);
          for (std::size_t i = 0; i < count; ++i)
            parts.events.publish(origin_of_event(m.ctx), m.refusals[i]);
          return done{};
        });
      },
      retires_events(self, *parts.event_rows, parts.batch),
      [&parts](const flush_batch&) { parts.batch.flush(); },
  };
}

}  // namespace smartfin
