#include "actors/auth/session_book.hpp"

#include <algorithm>

#include "domain/auth/credentials.hpp"
#include "domain/auth/sign_in_place.hpp"
#include "domain/text_rules.hpp"
#include "messages/facts.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t user_agent_bytes_max = 200;
constexpr int expired_at_once = 20;  // a sign-in clears up after earlier ones, a few at a time

std::string email_place(user_id user) { return "users/" + std::to_string(user.value) + "/email"; }
std::string name_place(user_id user) { return "users/" + std::to_string(user.value) + "/name"; }
std::string agent_place(session_id session) {
  return "sessions/" + std::to_string(session.value) + "/user_agent";
}

/// Whoever registers or signs in is not yet known to the request; their book has their number.
event_origin origin_of(const call_context& ctx, user_id user) {
  return {user, book_id{user.value}, ctx.now, ctx.trace_id};
}

}  // namespace

session_book::session_book(const deps& with) : with_(with), signer_(*with.rows, *with.keys) {}

void session_book::forget() {
  with_.user_keys->forget();
  signer_.forget();
}

std::string session_book::lookup_of(const std::string& email) const {
  return with_.keys->own().lookup("email/" + email_key(email));
}

std::optional<user_row> session_book::find_user(const std::string& email) {
  return with_.rows->find_user(lookup_of(email));
}

session_book::outcome<session_tokens> session_book::add_user(const register_user& request,
                                                             const std::string& password_hash) {
  user_row user;
  user.email_lookup = lookup_of(request.body.email);
  if (with_.rows->find_user(user.email_lookup)) return failure{auth_errc::email_taken};
  user.id = with_.rows->next_user_id();
  const auto& key = with_.user_keys->find_or_make(user.id.value);
  user.email = key.seal(trimmed(request.body.email), email_place(user.id));
  if (request.body.name) user.name = key.seal(trimmed(*request.body.name), name_place(user.id));
  user.password_hash = password_hash;
  user.created_at = request.ctx.now;
  with_.rows->add_user(user);
  with_.events->publish(origin_of(request.ctx, user.id),
                        user_registered{request.ctx.remote_address});
  return open_session(request.ctx, user, request.user_agent);
}

session_book::outcome<session_tokens> session_book::open_session(const call_context& ctx,
                                                                 const user_row& user,
                                                                 const std::string& user_agent) {
  for (const auto& expired : with_.rows->list_expired_sessions(user.id, ctx.now, expired_at_once))
    end_session(expired, ctx, "expired");
  auto refresh_token = random_token(token_bytes);
  session_row session;
  session.id = with_.rows->next_session_id();
  session.user = user.id;
  session.refresh_hash = content_hash(refresh_token);
  session.created_at = session.last_used_at = ctx.now;
  session.expires_at = ctx.now + with_.rules.refresh_lifetime;
  const auto agent = user_agent.substr(0, user_agent_bytes_max);
  const auto& key = with_.user_keys->find_or_make(user.id.value);
  session.user_agent = key.seal(agent, agent_place(session.id));
  session.place = key.lookup(sign_in_place(ctx.remote_address, agent));
  const bool new_place = with_.rows->is_new_place(user.id, session.place);
  with_.rows->add_session(session);
  with_.events->publish(origin_of(ctx, user.id),
                        signed_in{session.id, ctx.remote_address, agent, new_place});
  return tokens_for(user, session.id, std::to_string(session.id.value) + "." + refresh_token,
                    ctx.now);
}

session_book::outcome<session_tokens> session_book::refresh(const call_context& ctx,
                                                            const std::string& refresh_token) {
  const auto dot = refresh_token.find('.');
  std::int64_t number = 0;
  for (std::size_t i = 0; i < dot && dot != std::string::npos && dot < 17; ++i) {
    if (refresh_token[i] < '0' || refresh_token[i] > '9') return failure{auth_errc::invalid_token};
    number = number * 10 + (refresh_token[i] - '0');
  }
  auto session = number > 0 ? with_.rows->find_session({number}) : std::nullopt;
  if (!session) return failure{auth_errc::invalid_token};
  const auto hash = content_hash(std::string_view{refresh_token}.substr(dot + 1));
  if (hash != session->refresh_hash) {
    // Only a token that was once good proves a theft: anyone can make up the number of a session.
    if (with_.rows->find_used_token(hash) != session->id) return failure{auth_errc::invalid_token};
    end_session(*session, ctx, "token_reused");
    return failure{auth_errc::token_reused};
  }
  if (session->ended_at != instant{} || session->expires_at <= ctx.now)
    return failure{auth_errc::session_ended};
  const auto user = with_.rows->find_user(session->user);
  if (!user) return failure{auth_errc::session_ended};

  auto next = random_token(token_bytes);
  with_.rows->add_used_token(hash, session->id);
  session->refresh_hash = content_hash(next);
  session->last_used_at = ctx.now;
  session->expires_at = ctx.now + with_.rules.refresh_lifetime;
  with_.rows->save_session(*session);
  return tokens_for(*user, session->id, std::to_string(session->id.value) + "." + next, ctx.now);
}

session_book::outcome<done> session_book::end(const call_context& ctx, session_id session) {
  const auto row = with_.rows->find_session(session);
  if (!row || row->user != ctx.who.user) return failure{auth_errc::session_not_found};
  end_session(*row, ctx, "signed_out");
  return done{};
}

session_book::outcome<done> session_book::end_all(const call_context& ctx, bool keep_current) {
  // A list has an end: what it left out comes with the next one.
  for (bool ended = true; ended;) {
    ended = false;
    for (const auto& row : with_.rows->list_sessions(ctx.who.user, ctx.now)) {
      if (keep_current && row.id == ctx.who.session) continue;
      end_session(row, ctx, "signed_out");
      ended = true;
    }
  }
  return done{};
}

session_book::outcome<done> session_book::change_password(const call_context& ctx,
                                                          const std::string& password_hash) {
  with_.rows->save_password(ctx.who.user, password_hash);
  with_.events->publish(origin_of(ctx, ctx.who.user), password_changed{ctx.remote_address});
  return end_all(ctx, true);
}

session_book::outcome<session_list> session_book::list(const call_context& ctx) {
  session_list sessions;
  const auto* key = with_.user_keys->find(ctx.who.user.value);
  for (const auto& row : with_.rows->list_sessions(ctx.who.user, ctx.now)) {
    session_view view{row.id, row.created_at, row.last_used_at, row.expires_at, {}, false};
    if (key) view.user_agent = key->open(row.user_agent, agent_place(row.id));
    view.current = row.id == ctx.who.session;
    sessions.items.push_back(std::move(view));
  }
  return sessions;
}

session_book::outcome<registered_user> session_book::user(const call_context& ctx) {
  const auto row = with_.rows->find_user(ctx.who.user);
  if (!row) return failure{auth_errc::session_ended};
  registered_user user{row->id, email_of(*row), std::nullopt};
  if (!row->name.empty())
    user.name = with_.user_keys->find_or_make(row->id.value).open(row->name, name_place(row->id));
  return user;
}

verification_keys session_book::verification(instant now) {
  return {signer_.published(now),
          with_.rows->sessions_ended_since(now - with_.rules.access_lifetime)};
}

session_tokens session_book::tokens_for(const user_row& user, session_id session,
                                        std::string refresh_token, instant now) {
  session_tokens tokens;
  tokens.user = {user.id, email_of(user)};
  const access_claims claims{user.id, session, is_administrator(tokens.user.email)};
  tokens.access_token = signer_.sign(claims, now, with_.rules.access_lifetime);
  tokens.refresh_token = std::move(refresh_token);
  tokens.expires_in = with_.rules.access_lifetime.count();
  return tokens;
}

bool session_book::is_administrator(const std::string& email) const {
  const auto& named = with_.rules.administrators;
  return std::any_of(named.begin(), named.end(),
                     [&](const std::string& each) { return email_key(each) == email_key(email); });
}

std::string session_book::email_of(const user_row& user) {
  const auto* key = with_.user_keys->find(user.id.value);
  if (!key) throw storage_failure{"a user has a row but no key"};
  return key->open(user.email, email_place(user.id));
}

void session_book::end_session(session_row row, const call_context& ctx, const char* reason) {
  if (row.ended_at != instant{}) return;
  row.ended_at = ctx.now;
  with_.rows->save_session(row);
  with_.rows->forget_used_tokens(row.id);
  with_.events->publish(origin_of(ctx, row.user), session_closed{row.id, reason});
}

}  // namespace smartfin
