#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include "storage/storage_failure.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

instant at_second(std::int64_t second) { return instant{std::chrono::seconds{second}}; }

user_row add_user(auth_repository& rows, const std::string& lookup) {
  const user_row user{rows.next_user_id(), lookup, "sealed address",
                      "sealed name",       "hash", at_second(1)};
  rows.add_user(user);
  return user;
}

session_row add_session(auth_repository& rows, user_id user, std::int64_t expires_at = 1'000) {
  const session_row session{rows.next_session_id(), user, "refresh",     at_second(2), at_second(3),
                            at_second(expires_at),  {},   "sealed agent"};
  rows.add_session(session);
  return session;
}

std::string text_of(const user_row& r) {
  return std::to_string(r.id.value) + '|' + r.email_lookup + '|' + r.email + '|' + r.name + '|' +
         r.password_hash + '|' + to_rfc3339(r.created_at);
}

std::string text_of(const session_row& r) {
  return std::to_string(r.id.value) + '|' + std::to_string(r.user.value) + '|' + r.refresh_hash +
         '|' + to_rfc3339(r.created_at) + '|' + to_rfc3339(r.last_used_at) + '|' +
         to_rfc3339(r.expires_at) + '|' + to_rfc3339(r.ended_at) + '|' + r.user_agent;
}

std::vector<std::int64_t> ids_of(const std::vector<session_row>& rows) {
  std::vector<std::int64_t> ids;
  for (const auto& row : rows) ids.push_back(row.id.value);
  return ids;
}

}  // namespace

#define EVERY_FORM memory_form<auth_store>, sqlite_form<auth_store>, postgres_form<auth_store>

TEMPLATE_TEST_CASE("a user is found by id and by address, with the newest password", "[auth]",
                   EVERY_FORM) {
  TestType store;
  auto user = add_user(store.rows(), "ann");
  store.rows().save_password(user.id, "another hash");
  user.password_hash = "another hash";
  store.restart();
  CHECK(text_of(store.rows().find_user(user.id).value()) == text_of(user));
  CHECK(text_of(store.rows().find_user(std::string{"ann"}).value()) == text_of(user));
  CHECK_FALSE(store.rows().find_user(std::string{"bob"}));
  CHECK_FALSE(store.rows().find_user(user_id{user.id.value + 1}));
}

TEMPLATE_TEST_CASE("an address belongs to one user", "[auth]", EVERY_FORM) {
  TestType store;
  const auto ann = add_user(store.rows(), "ann");
  expect_failure(store, [&] { add_user(store.rows(), "ann"); });
  CHECK(add_user(store.rows(), "bob").id > ann.id);
}

TEMPLATE_TEST_CASE("a session is saved with what changes and found with all of it", "[auth]",
                   EVERY_FORM) {
  TestType store;
  const auto user = add_user(store.rows(), "ann");
  auto session = add_session(store.rows(), user.id);
  session.refresh_hash = "next";
  session.last_used_at = at_second(50);
  session.expires_at = at_second(5'000);
  session.ended_at = at_second(60);
  store.rows().save_session(session);
  store.restart();
  CHECK(text_of(store.rows().find_session(session.id).value()) == text_of(session));
  CHECK_FALSE(store.rows().find_session({session.id.value + 1}));
}

TEMPLATE_TEST_CASE("a session without a user is refused", "[auth]", EVERY_FORM) {
  TestType store;
  expect_failure(store, [&] { add_session(store.rows(), user_id{5}); });
}

TEMPLATE_TEST_CASE("open sessions come newest first, without ended and expired ones", "[auth]",
                   EVERY_FORM) {
  TestType store;
  auto& rows = store.rows();
  const auto ann = add_user(rows, "ann").id;
  const auto bob = add_user(rows, "bob").id;
  const auto first = add_session(rows, ann);
  auto ended = add_session(rows, ann);
  add_session(rows, ann, 100);
  add_session(rows, bob);
  const auto last = add_session(rows, ann);
  ended.ended_at = at_second(70);
  rows.save_session(ended);
  CHECK(ids_of(rows.list_sessions(ann, at_second(100))) ==
        std::vector{last.id.value, first.id.value});
  CHECK(rows.list_sessions(ann, at_second(99)).size() == 3);

  const auto ran_out = rows.list_expired_sessions(ann, at_second(100), 5);
  REQUIRE(ran_out.size() == 1);
  CHECK(ran_out[0].expires_at == at_second(100));
  CHECK(rows.list_expired_sessions(ann, at_second(99), 5).empty());
  CHECK(rows.list_expired_sessions(ann, at_second(100), 0).empty());

  CHECK(rows.sessions_ended_since(at_second(69)) == std::vector{ended.id});
  CHECK(rows.sessions_ended_since(at_second(70)).empty());
  CHECK(rows.sessions_ended_since(instant{}) == std::vector{ended.id});
}

TEMPLATE_TEST_CASE("a list of sessions ends at five hundred", "[auth]", EVERY_FORM) {
  TestType store;
  const auto ann = add_user(store.rows(), "ann").id;
  for (int i = 0; i < 502; ++i) add_session(store.rows(), ann);
  CHECK(store.rows().list_sessions(ann, at_second(1)).size() == 500);
}

TEMPLATE_TEST_CASE("a token that was traded in names its session, once", "[auth]", EVERY_FORM) {
  TestType store;
  const auto session = add_session(store.rows(), add_user(store.rows(), "ann").id);
  store.rows().add_used_token("hash", session.id);
  CHECK(store.rows().find_used_token("hash") == session.id);
  CHECK_FALSE(store.rows().find_used_token("other"));
  const auto other = add_session(store.rows(), add_user(store.rows(), "bob").id);
  store.rows().add_used_token("kept", other.id);
  store.rows().add_used_token("again", session.id);
  store.rows().forget_used_tokens(session.id);
  CHECK_FALSE(store.rows().find_used_token("hash"));
  CHECK_FALSE(store.rows().find_used_token("again"));
  CHECK(store.rows().find_used_token("kept") == other.id);
  store.rows().add_used_token("hash", session.id);
  expect_failure(store, [&] { store.rows().add_used_token("hash", session.id); });
  expect_failure(store, [&] { store.rows().add_used_token("more", session_id{99}); });
}

TEMPLATE_TEST_CASE("signing keys come newest first, each id once", "[auth]", EVERY_FORM) {
  TestType store;
  store.rows().add_signing_key({"old", "open", "sealed", at_second(5)});
  store.rows().add_signing_key({"new", "open 2", "sealed 2", at_second(9)});
  expect_failure(store, [&] { store.rows().add_signing_key({"new", "x", "y", at_second(10)}); });
  store.restart();
  const auto keys = store.rows().list_signing_keys();
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].kid == "new");
  CHECK(keys[0].public_key == "open 2");
  CHECK(keys[0].secret_key == "sealed 2");
  CHECK(keys[0].created_at == at_second(9));
  CHECK(keys[1].kid == "old");
}

// PostgreSQL gives each id once, whatever becomes of it.
TEMPLATE_TEST_CASE("an id taken in a request that was rolled back is free again", "[auth]",
                   memory_form<auth_store>, sqlite_form<auth_store>) {
  TestType store;
  store.work().set_savepoint();
  const auto dropped = add_user(store.rows(), "ann");
  store.work().roll_back_to_savepoint();
  CHECK_FALSE(store.rows().find_user(dropped.id));
  CHECK(add_user(store.rows(), "ann").id == dropped.id);
}
