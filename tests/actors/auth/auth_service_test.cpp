#include "actors/auth/auth_service.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/auth/memory_auth_repository.hpp"
#include "storage/data_folder.hpp"
#include "storage/memory/memory_unit_of_work.hpp"
#include "tests/actors/asking.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

constexpr instant noon{std::chrono::hours{12}};
const std::string right = "correct horse", wrong = "wrong horse";

/// AUTH over its own database, with the cheapest password hash there is.
struct auth_rig {
  temporary_folder place;
  data_folder data{place / "data", {}};
  virtual_system world;
  auth_actor auth = caf::actor_cast<auth_actor>(start());
  instant now = noon;

  // Time-outs that never come, because time stands still, would keep the actors alive.
  ~auth_rig() { stop(); }

  auth_writer start() {
    const auto hasher = world.actors().spawn(password_hasher, password_cost{8, 1}, crash_report{});
    return world.actors().spawn(
        auth_service, auth_deps{{data.database("auth"), &data.keys(), {}}, hasher, {}, {}});
  }
  void stop() {
    caf::anon_send_exit(auth, caf::exit_reason::kill);
    world.drain();
  }
  void restart() {
    stop();
    auth = caf::actor_cast<auth_actor>(start());
  }
  call_context context(user_id user = {}, session_id session = {}) const {
    call_context ctx;
    ctx.who = {user, session};
    ctx.now = now;
    ctx.remote_address = address;
    return ctx;
  }
  auto register_as(const std::string& email) {
    return ask<session_tokens>(world, auth,
                               register_user{context(), {email, secret{right}, {}}, "agent"});
  }
  auto log_in_as(const std::string& email, const std::string& password) {
    return ask<session_tokens>(world, auth, log_in{context(), {email, secret{password}}, "agent"});
  }
  auto refresh(const std::string& token) {
    return ask<session_tokens>(world, auth, refresh_session{context(), {secret{token}}});
  }
  auto sessions_of(user_id user) {
    return ask<session_list>(world, auth, list_sessions{context(user)})->items;
  }
  std::string address = "192.0.2.1";
};

session_id session_of(const session_tokens& tokens) { return {std::stoll(tokens.refresh_token)}; }

}  // namespace

TEST_CASE("one logs in with the address in any case, and never learns what was wrong") {
  auth_rig rig;
  REQUIRE(rig.register_as("Ann@example.org"));
  CHECK(rig.log_in_as(" ann@EXAMPLE.org", right));
  CHECK(refused(rig.log_in_as("ann@example.org", wrong), auth_errc::invalid_credentials));
  CHECK(refused(rig.log_in_as("bob@example.org", right), auth_errc::invalid_credentials));
  CHECK(refused(rig.register_as("ANN@example.org"), auth_errc::email_taken));
}

TEST_CASE("waits double up to a minute and are forgotten after a quiet while") {
  attempt_table attempts{{}};
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 13; ++i) {
    attempts.failed("account", noon);
    waits.push_back(attempts.wait_for("account", noon).count());
  }
  CHECK(waits == std::vector<std::int64_t>{0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60});
  CHECK(attempts.wait_for("another", noon) == 0s);
  CHECK(attempts.wait_for("account", noon + 59s) == 1s);
  CHECK(attempts.wait_for("account", noon + 60s) == 0s);
  CHECK(attempts.wait_for("account", noon + 15min) == 0s);
  attempts.failed("account", noon + 15min);
  CHECK(attempts.wait_for("account", noon + 15min) == 0s);

  for (int i = 0; i < 5; ++i) attempts.failed("account", noon + 16min);
  CHECK(attempts.wait_for("account", noon + 16min) > 0s);
  attempts.succeeded("account");
  CHECK(attempts.wait_for("account", noon + 16min) == 0s);
}

TEST_CASE("after five wrong passwords even the right one must wait") {
  auth_rig rig;
  REQUIRE(rig.register_as("ann@example.org"));
  for (int i = 0; i < 5; ++i) {
    rig.address = "192.0.2." + std::to_string(i + 10);
    CHECK(refused(rig.log_in_as("ann@example.org", wrong), auth_errc::invalid_credentials));
  }
  rig.address = "192.0.2.99";
  const auto early = rig.log_in_as("ann@example.org", right);
  CHECK(refused(early, auth_errc::too_many_attempts));
  CHECK(detail_of(early.error()) == "1");
  rig.now += 1s;
  CHECK(rig.log_in_as("ann@example.org", right));
}

TEST_CASE("guesses that are sent at once wait as if one had followed the other") {
  auth_rig rig;
  REQUIRE(rig.register_as("ann@example.org"));
  attempt_table attempts{{}};
  for (int i = 0; i < 4; ++i) attempts.begin("account");
  CHECK(attempts.wait_for("account", noon) == 0s);
  attempts.begin("account");
  CHECK(attempts.wait_for("account", noon) == 1s);
  CHECK(attempts.wait_for("another", noon) == 0s);
  for (int i = 0; i < 5; ++i) attempts.end("account");
  CHECK(attempts.wait_for("account", noon) == 0s);
  attempts.end("account");

  // What was under way is not counted on when it is over.
  for (int i = 0; i < 20; ++i) CHECK(rig.log_in_as("ann@example.org", right));
}

TEST_CASE("an address that guesses at many accounts must wait too") {
  auth_rig rig;
  REQUIRE(rig.register_as("ann@example.org"));
  for (int i = 0; i < 5; ++i)
    CHECK(refused(rig.log_in_as("nobody" + std::to_string(i) + "@example.org", wrong),
                  auth_errc::invalid_credentials));
  CHECK(refused(rig.log_in_as("ann@example.org", right), auth_errc::too_many_attempts));
  rig.address = "192.0.2.2";
  CHECK(rig.log_in_as("ann@example.org", right));
}

TEST_CASE("a refresh token is traded in once, and one that comes again ends its session") {
  auth_rig rig;
  const auto first = rig.register_as("ann@example.org").value();
  const auto second = rig.refresh(first.refresh_token).value();
  CHECK(second.refresh_token != first.refresh_token);
  CHECK(refused(rig.refresh(first.refresh_token), auth_errc::token_reused));
  CHECK(refused(rig.refresh(second.refresh_token), auth_errc::session_ended));
  CHECK(rig.sessions_of(first.user.id).empty());

  rig.restart();
  CHECK(refused(rig.refresh(second.refresh_token), auth_errc::session_ended));
}

TEST_CASE("a made-up token is refused and ends no session") {
  auth_rig rig;
  const auto tokens = rig.register_as("ann@example.org").value();
  const auto number = std::to_string(session_of(tokens).value);
  for (const auto& made_up :
       {number + ".made-up", number + ".", number, std::string{"."}, std::string{},
        std::string{"-1.x"}, std::string(400, '9') + ".x", tokens.refresh_token + "x"}) {
    CAPTURE(made_up);
    CHECK(refused(rig.refresh(made_up), auth_errc::invalid_token));
  }
  CHECK(rig.refresh(tokens.refresh_token));
}

TEST_CASE("a session that nobody refreshes runs out") {
  auth_rig rig;
  const auto tokens = rig.register_as("ann@example.org").value();
  rig.now += session_rules{}.refresh_lifetime;
  CHECK(refused(rig.refresh(tokens.refresh_token), auth_errc::session_ended));
}

TEST_CASE("a sign-in clears up after sessions that ran out, and their tokens go") {
  auth_rig rig;
  const auto first = rig.register_as("ann@example.org");
  REQUIRE(first);
  const auto traded = rig.refresh(first->refresh_token);
  REQUIRE(traded);
  rig.now += 24h * 31;
  REQUIRE(rig.log_in_as("ann@example.org", right));
  CHECK(rig.sessions_of(first->user.id).size() == 1);
  CHECK(refused(rig.refresh(traded->refresh_token), auth_errc::session_ended));
  CHECK(refused(rig.refresh(first->refresh_token), auth_errc::invalid_token));
}

TEST_CASE("a new password ends every other session and not one's own") {
  auth_rig rig;
  const auto mine = rig.register_as("ann@example.org").value();
  const auto other = rig.log_in_as("ann@example.org", right).value();
  const auto ctx = rig.context(mine.user.id, session_of(mine));
  const auto change = [&](const std::string& current) {
    return ask<done>(rig.world, rig.auth,
                     change_password{ctx, {secret{current}, secret{"a new one"}}});
  };
  CHECK(refused(change(wrong), auth_errc::invalid_credentials));
  CHECK(rig.sessions_of(mine.user.id).size() == 2);
  CHECK(change(right));
  CHECK(refused(rig.refresh(other.refresh_token), auth_errc::session_ended));
  CHECK(rig.refresh(mine.refresh_token));
  CHECK(refused(rig.log_in_as("ann@example.org", right), auth_errc::invalid_credentials));
  CHECK(rig.log_in_as("ann@example.org", "a new one"));
  const auto keys =
      ask<verification_keys>(rig.world, rig.auth, list_verification_keys{rig.context()});
  CHECK(keys->ended_sessions == std::vector{session_of(other)});
}

TEST_CASE("another user's session cannot be ended") {
  auth_rig rig;
  const auto ann = rig.register_as("ann@example.org").value();
  const auto bob = rig.register_as("bob@example.org").value();
  const auto end = [&](user_id who) {
    return ask<done>(rig.world, rig.auth, end_session{rig.context(who), session_of(ann)});
  };
  CHECK(refused(end(bob.user.id), auth_errc::session_not_found));
  CHECK(end(ann.user.id));
  CHECK(end(ann.user.id));
  CHECK(refused(rig.refresh(ann.refresh_token), auth_errc::session_ended));
}

TEST_CASE("all other sessions end, however many there are") {
  memory_auth_state state;
  const auto rows = make_memory_auth_repository(state);
  const auto key_rows = make_memory_key_repository(state);
  const vault keys{key_bytes::random()};
  key_ring user_keys{keys, *key_rows, "auth/user"};
  const auto log = make_memory_event_log(state);
  memory_unit_of_work<memory_auth_state> work{state};
  event_publisher events{*log, &user_keys, work, {}};
  session_book book{{rows.get(), &user_keys, &keys, &events, {}}};
  book.signer().rotate(noon);
  call_context ctx;
  ctx.now = noon;
  const register_user request{ctx, {"ann@example.org", secret{right}, {}}, ""};
  const auto mine = book.add_user(request, "hash").value();
  const auto user = book.find_user("ann@example.org").value();
  for (int i = 0; i < 1'100; ++i) REQUIRE(book.open_session(ctx, user, ""));
  ctx.who = {user.id, session_of(mine)};
  CHECK(book.end_all(ctx, true));
  const auto left = rows->list_sessions(user.id, noon);
  REQUIRE(left.size() == 1);
  CHECK(left.front().id == session_of(mine));
}

TEST_CASE("refused requests that a node tells of are published once, whole") {
  auth_rig rig;
  auto book = caf::actor_cast<refusal_book_actor>(rig.auth);
  note_refusals told{rig.context(),
                     {{"file", "finance", "import_rows", "not_allowed", 3, noon, noon}}};
  told.ctx.idempotency_key = told.ctx.request_digest = "refusals-1";
  REQUIRE(ask<done>(rig.world, book, told));
  REQUIRE(ask<done>(rig.world, book, told));
  auto session = rig.data.database("auth").open(session_mode::read);
  const auto rows = make_sql_event_log(session)->list(0, 10);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].kind == request_refused::kind);
  CHECK(json::decode_stored<request_refused>(rows[0].payload)->count == 3);
}
