#include "storage/auth/auth_repository.hpp"
#include "storage/service_tables.hpp"
#include "storage/sql/prepared.hpp"

namespace smartfin {
namespace {

using std::int64_t;
using std::string;

constexpr auto first_schema = with_service_tables({
    "CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, email_lookup TEXT NOT NULL UNIQUE, "
    "email TEXT NOT NULL, name TEXT NOT NULL, password_hash TEXT NOT NULL, "
    "created_at INTEGER NOT NULL) STRICT",
    "CREATE TABLE sessions(id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL "
    "REFERENCES users(id), refresh_hash TEXT NOT NULL, created_at INTEGER NOT NULL, "
    "last_used_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, "
    "user_agent TEXT NOT NULL, place TEXT NOT NULL) STRICT",
    "CREATE INDEX sessions_by_place ON sessions(user_id, place)",
    "CREATE INDEX sessions_of_user ON sessions(user_id, id) WHERE ended_at = 0",
    "CREATE INDEX sessions_by_end ON sessions(ended_at) WHERE ended_at > 0",
    "CREATE TABLE used_refresh_tokens(hash TEXT PRIMARY KEY, session_id INTEGER NOT NULL "
    "REFERENCES sessions(id)) WITHOUT ROWID, STRICT",
    "CREATE INDEX used_tokens_of_session ON used_refresh_tokens(session_id)",
    "CREATE TABLE signing_keys(kid TEXT PRIMARY KEY, public_key TEXT NOT NULL, "
    "secret_key TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT",
});
constexpr migration steps[] = {{1, "users, sessions, signing keys", first_schema},
                               {2, "who may deliver events", fenced_cursors}};

int64_t micros(instant at) { return at.time_since_epoch().count(); }
instant from_micros(int64_t at) { return instant{std::chrono::microseconds{at}}; }

using user_columns = std::tuple<int64_t, string, string, string, string, int64_t>;
using session_columns =
    std::tuple<int64_t, int64_t, string, int64_t, int64_t, int64_t, int64_t, string>;
constexpr const char* user_by_lookup =
    "SELECT id, email_lookup, email, name, password_hash, created_at FROM users "
    "WHERE email_lookup = :l";
constexpr const char* user_by_id =
    "SELECT id, email_lookup, email, name, password_hash, created_at FROM users WHERE id = :i";
constexpr const char* session_by_id =
    "SELECT id, user_id, refresh_hash, created_at, last_used_at, expires_at, ended_at, user_agent "
    "FROM sessions WHERE id = :i";
constexpr const char* open_sessions =
    "SELECT id, user_id, refresh_hash, created_at, last_used_at, expires_at, ended_at, user_agent "
    "FROM sessions WHERE user_id = :u AND ended_at = 0 AND expires_at > :n ORDER BY id DESC LIMIT 500";
constexpr const char* expired_sessions =
    "SELECT id, user_id, refresh_hash, created_at, last_used_at, expires_at, ended_at, user_agent "
    "FROM sessions WHERE user_id = :u AND ended_at = 0 AND expires_at <= :n ORDER BY id LIMIT :l";

user_row user_of(const user_columns& c) {
  return {{std::get<0>(c)}, std::get<1>(c), std::get<2>(c),
          std::get<3>(c),   std::get<4>(c), from_micros(std::get<5>(c))};
}

session_row session_of(const session_columns& c) {
  return {{std::get<0>(c)},
          {std::get<1>(c)},
          std::get<2>(c),
          from_micros(std::get<3>(c)),
          from_micros(std::get<4>(c)),
          from_micros(std::get<5>(c)),
          from_micros(std::get<6>(c)),
          std::get<7>(c)};
}

class sql_auth_repository final : public auth_repository {
public:
  explicit sql_auth_repository(sql_session& s)
      : by_lookup_(s, user_by_lookup),
        by_id_(s, user_by_id),
        next_id_(s, s.dialect() == sql_dialect::sqlite
                        ? "SELECT seq + 1 FROM sqlite_sequence WHERE name = :n"
                        : "SELECT nextval(:n || '_id_seq')"),
        add_user_(s,
                  "INSERT INTO users(id, email_lookup, email, name, password_hash, created_at) "
                  "VALUES(:i, :l, :e, :n, :p, :c)"),
        save_password_(s, "UPDATE users SET password_hash = :p WHERE id = :i"),
        add_session_(s,
                     "INSERT INTO sessions(id, user_id, refresh_hash, created_at, last_used_at, "
                     "expires_at, ended_at, user_agent, place) "
                     "VALUES(:i, :u, :r, :c, :l, :e, :x, :a, :p)"),
        new_place_(s,
                   "SELECT EXISTS (SELECT 1 FROM sessions WHERE user_id = :u) AND NOT EXISTS "
                   "(SELECT 1 FROM sessions WHERE user_id = :u AND place = :p)"),
        save_session_(s,
                      "UPDATE sessions SET refresh_hash = :r, last_used_at = :l, expires_at = :e, "
                      "ended_at = :x WHERE id = :i"),
        // A writer that looks at a session is about to change it.
        session_(s, std::string{session_by_id} +
                        (s.dialect() == sql_dialect::sqlite || s.mode() == session_mode::read
                             ? ""
                             : " FOR UPDATE")),
        open_(s, open_sessions),
        expired_(s, expired_sessions),
        ended_(s, "SELECT id FROM sessions WHERE ended_at > :s"),
        add_used_(s, "INSERT INTO used_refresh_tokens(hash, session_id) VALUES(:h, :s)"),
        used_(s, "SELECT session_id FROM used_refresh_tokens WHERE hash = :h"),
        forget_used_(s, "DELETE FROM used_refresh_tokens WHERE session_id = :s"),
        keys_(s,
              "SELECT kid, public_key, secret_key, created_at FROM signing_keys "
              "ORDER BY created_at DESC"),
        add_key_(s,
                 "INSERT INTO signing_keys(kid, public_key, secret_key, created_at) "
                 "VALUES(:k, :p, :s, :c)") {}

  std::optional<user_row> find_user(const string& email_lookup) override {
    return translated("find user", [&] { return as_user(by_lookup_.first(email_lookup)); });
  }
  std::optional<user_row> find_user(user_id user) override {
    return translated("find user", [&] { return as_user(by_id_.first(user.value)); });
  }
  user_id next_user_id() override { return {next_id("users")}; }
  void add_user(const user_row& u) override {
    translate_sql_errors("add user", [&] {
      add_user_.run(u.id.value, u.email_lookup, u.email, u.name, u.password_hash,
                    micros(u.created_at));
    });
  }
  void save_password(user_id user, const string& password_hash) override {
    translate_sql_errors("save password", [&] { save_password_.run(password_hash, user.value); });
  }

  session_id next_session_id() override { return {next_id("sessions")}; }
  void add_session(const session_row& s) override {
    translate_sql_errors("add session", [&] {
      add_session_.run(s.id.value, s.user.value, s.refresh_hash, micros(s.created_at),
                       micros(s.last_used_at), micros(s.expires_at), micros(s.ended_at),
                       s.user_agent, s.place);
    });
  }
  bool is_new_place(user_id user, const string& place) override {
    return translated("is new place", [&] {
      return std::get<0>(new_place_.first(user.value, place).value()) != 0;
    });
  }
  void save_session(const session_row& s) override {
    translate_sql_errors("save session", [&] {
      save_session_.run(s.refresh_hash, micros(s.last_used_at), micros(s.expires_at),
                        micros(s.ended_at), s.id.value);
    });
  }
  std::optional<session_row> find_session(session_id session) override {
    return translated("find session", [&]() -> std::optional<session_row> {
      const auto row = session_.first(session.value);
      return row ? std::optional{session_of(*row)} : std::nullopt;
    });
  }
  std::vector<session_row> list_sessions(user_id user, instant now) override {
    return translated("list sessions", [&] {
      std::vector<session_row> rows;
      open_.each(user.value, micros(now), [&](const auto&... columns) {
        rows.push_back(session_of(session_columns{columns...}));
      });
      return rows;
    });
  }
  std::vector<session_row> list_expired_sessions(user_id user, instant now, int limit) override {
    return translated("list expired sessions", [&] {
      std::vector<session_row> rows;
      expired_.each(user.value, micros(now), limit, [&](const auto&... columns) {
        rows.push_back(session_of(session_columns{columns...}));
      });
      return rows;
    });
  }
  std::vector<session_id> sessions_ended_since(instant since) override {
    return translated("list ended sessions", [&] {
      std::vector<session_id> ids;
      ended_.each(micros(since), [&](int64_t id) { ids.push_back({id}); });
      return ids;
    });
  }
  void add_used_token(const string& hash, session_id session) override {
    translate_sql_errors("add used token", [&] { add_used_.run(hash, session.value); });
  }
  std::optional<session_id> find_used_token(const string& hash) override {
    return translated("find used token", [&]() -> std::optional<session_id> {
      const auto row = used_.first(hash);
      return row ? std::optional{session_id{std::get<0>(*row)}} : std::nullopt;
    });
  }
  void forget_used_tokens(session_id session) override {
    translate_sql_errors("forget used tokens", [&] { forget_used_.run(session.value); });
  }

  std::vector<signing_key_row> list_signing_keys() override {
    return translated("list signing keys", [&] {
      std::vector<signing_key_row> rows;
      keys_.each([&](const string& kid, const string& open, const string& sealed, int64_t at) {
        rows.push_back({kid, open, sealed, from_micros(at)});
      });
      return rows;
    });
  }
  void add_signing_key(const signing_key_row& key) override {
    translate_sql_errors("add signing key", [&] {
      add_key_.run(key.kid, key.public_key, key.secret_key, micros(key.created_at));
    });
  }

private:
  static std::optional<user_row> as_user(const std::optional<user_columns>& row) {
    return row ? std::optional{user_of(*row)} : std::nullopt;
  }
  int64_t next_id(const string& table) {
    return translated("next id", [&] {
      const auto row = next_id_.first(table);
      return row ? std::get<0>(*row) : int64_t{1};
    });
  }

  prepared<user_columns(string)> by_lookup_;
  prepared<user_columns(int64_t)> by_id_;
  prepared<std::tuple<int64_t>(string)> next_id_;
  command<int64_t, string, string, string, string, int64_t> add_user_;
  command<string, int64_t> save_password_;
  command<int64_t, int64_t, string, int64_t, int64_t, int64_t, int64_t, string, string>
      add_session_;
  prepared<std::tuple<int64_t>(int64_t, string)> new_place_;
  command<string, int64_t, int64_t, int64_t, int64_t> save_session_;
  prepared<session_columns(int64_t)> session_;
  prepared<session_columns(int64_t, int64_t)> open_;
  prepared<session_columns(int64_t, int64_t, int64_t)> expired_;
  prepared<std::tuple<int64_t>(int64_t)> ended_;
  command<string, int64_t> add_used_;
  prepared<std::tuple<int64_t>(string)> used_;
  command<int64_t> forget_used_;
  prepared<std::tuple<string, string, string, int64_t>()> keys_;
  command<string, string, string, int64_t> add_key_;
};

}  // namespace

std::unique_ptr<auth_repository> make_sql_auth_repository(sql_session& session) {
  return std::make_unique<sql_auth_repository>(session);
}

std::span<const migration> auth_migrations() { return steps; }

}  // namespace smartfin
