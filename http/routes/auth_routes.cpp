#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Authentication";

std::string agent_of(const call& c) { return std::string{c.in().header("user-agent")}; }

void add_session_opening(route_table& table, const edge_services& s) {
  table.add(post("/api/v1/auth/register")
                .id("registerUser")
                .tag(tag)
                .open()
                .summary("Make an account and sign in")
                .rate(rate_class::sign_in)
                .body<new_user>()
                .reply<session_tokens>(201),
            [&s](call& c) {
              auto body = c.body<new_user>();
              require(check(body));
              auto tokens = s.ask.ask<session_tokens>(
                  s.auth, 0, register_user{c.context(), std::move(body), agent_of(c)});
              c.header("Cache-Control", "no-store");
              c.reply(201, tokens);
            });
  table.add(post("/api/v1/auth/login")
                .id("logIn")
                .tag(tag)
                .open()
                .summary("Sign in")
                .rate(rate_class::sign_in)
                .body<credentials>()
                .reply<session_tokens>(),
            [&s](call& c) {
              auto body = c.body<credentials>();
              require(check(body));
              c.header("Cache-Control", "no-store");
              c.ok(s.ask.ask<session_tokens>(s.auth, 0,
                                             log_in{c.context(), std::move(body), agent_of(c)}));
            });
  table.add(post("/api/v1/auth/refresh")
                .id("refreshSession")
                .tag(tag)
                .open()
                .summary("Trade a refresh token for the next pair of tokens")
                .rate(rate_class::sign_in)
                .body<refresh_token_body>()
                .reply<session_tokens>(),
            [&s](call& c) {
              c.header("Cache-Control", "no-store");
              c.ok(s.ask.ask<session_tokens>(
                  s.auth, 0, refresh_session{c.context(), c.body<refresh_token_body>()}));
            });
}

void add_looking_around(route_table& table, const edge_services& s) {
  table.add(
      post("/api/v1/auth/demo")
          .id("lookAround")
          .tag(tag)
          .open()
          .summary("Sign in to the demo household; only where it is shown to anybody")
          .rate(rate_class::sign_in)
          .reply<session_tokens>(),
      [&s](call& c) {
        c.header("Cache-Control", "no-store");
        c.ok(s.ask.ask<session_tokens>(s.auth, 0, log_in{c.context(), *s.demo_login, agent_of(c)}));
      });
}

void end_here_and_there(const edge_services& s, call& c, session_id session) {
  s.ask.ask<done>(s.auth, 0, end_session{c.context(), session});
  s.sessions.end_session(session);
  c.no_content();
}

void add_session_ending(route_table& table, const edge_services& s) {
  table.add(post("/api/v1/auth/logout")
                .id("logOut")
                .tag(tag)
                .user()
                .summary("End this session")
                .no_content(),
            [&s](call& c) { end_here_and_there(s, c, c.context().who.session); });
  table.add(post("/api/v1/auth/logout-all")
                .id("logOutEverywhere")
                .tag(tag)
                .user()
                .summary("End every session of mine")
                .no_content(),
            [&s](call& c) {
              const auto open = s.ask.ask<session_list>(s.auth, 0, list_sessions{c.context()});
              s.ask.ask<done>(s.auth, 0, end_all_sessions{c.context()});
              for (const auto& session : open.items) s.sessions.end_session(session.id);
              s.sessions.end_session(c.context().who.session);
              c.no_content();
            });
  table.add(
      get("/api/v1/auth/sessions")
          .id("listSessions")
          .tag(tag)
          .user()
          .summary("My open sessions")
          .reply<session_list>(),
      [&s](call& c) { c.ok(s.ask.ask<session_list>(s.auth, 0, list_sessions{c.context()})); });
  table.add(remove("/api/v1/auth/sessions/{id}")
                .id("endSession")
                .tag(tag)
                .user()
                .summary("End one of my sessions")
                .no_content(),
            [&s](call& c) { end_here_and_there(s, c, c.id<session_id>()); });
  table.add(post("/api/v1/auth/password")
                .id("changePassword")
                .tag(tag)
                .user()
                .summary("Change my password; ends my other sessions")
                .rate(rate_class::sign_in)
                .body<password_change_body>()
                .no_content(),
            [&s](call& c) {
              auto body = c.body<password_change_body>();
              field_errors errors;
              check_new_password("/new_password", body.new_password, errors);
              require(std::move(errors));
              const auto open = s.ask.ask<session_list>(s.auth, 0, list_sessions{c.context()});
              s.ask.ask<done>(s.auth, 0, change_password{c.context(), std::move(body)});
              for (const auto& session : open.items)
                if (!session.current) s.sessions.end_session(session.id);
              c.no_content();
            });
}

}  // namespace

void add_auth_routes(route_table& table, const edge_services& s) {
  add_session_opening(table, s);
  if (s.demo_login) add_looking_around(table, s);
  add_session_ending(table, s);
  table.add(get("/.well-known/jwks.json")
                .id("jwks")
                .tag(tag)
                .open()
                .summary("Public keys of access tokens (RFC 7517)")
                .reply_type("application/json"),
            [&s](call& c) { c.bytes("application/json", s.sessions.jwks()); });
}

}  // namespace smartfin::http
