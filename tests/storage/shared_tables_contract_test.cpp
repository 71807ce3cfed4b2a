#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include "storage/storage_failure.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

constexpr instant noon{std::chrono::hours{12}};

}  // namespace

#define EVERY_FORM                                                                          \
  memory_form<ledger_store>, sqlite_form<ledger_store>, postgres_form<ledger_store>,        \
      memory_form<auth_store>, sqlite_form<auth_store>, postgres_form<auth_store>,          \
      memory_form<profile_store>, sqlite_form<profile_store>, postgres_form<profile_store>, \
      memory_form<score_store>, sqlite_form<score_store>, postgres_form<score_store>,       \
      memory_form<audit_store>, sqlite_form<audit_store>, postgres_form<audit_store>,       \
      memory_form<analytics_store>, sqlite_form<analytics_store>, postgres_form<analytics_store>

TEMPLATE_TEST_CASE("an answer is kept per user and key, and given once", "[idempotency]",
                   EVERY_FORM) {
  TestType store;
  auto& answers = store.answers();
  answers.save({1}, "key", {"digest", "reply"}, noon);
  answers.save({2}, "key", {"digest 2", "reply 2"}, noon);
  REQUIRE(answers.find({1}, "key"));
  CHECK(answers.find({1}, "key")->request_digest == "digest");
  CHECK(answers.find({1}, "key")->reply == "reply");
  CHECK(answers.find({2}, "key")->reply == "reply 2");
  CHECK_FALSE(answers.find({1}, "KEY"));
  CHECK_FALSE(answers.find({3}, "key"));
  CHECK_THROWS_AS(answers.save({1}, "key", {"other", "other"}, noon), storage_conflict);
  CHECK(answers.find({1}, "key")->request_digest == "digest");  // and the transaction goes on
}

TEMPLATE_TEST_CASE("answers before the limit are forgotten, the one at the limit is not",
                   "[idempotency]", EVERY_FORM) {
  TestType store;
  auto& answers = store.answers();
  answers.save({1}, "old", {"d", "r"}, noon - 1us);
  answers.save({1}, "at", {"d", "r"}, noon);
  answers.forget_before(noon);
  CHECK_FALSE(answers.find({1}, "old"));
  CHECK(answers.find({1}, "at"));
  CHECK_NOTHROW(answers.save({1}, "old", {"d", "r"}, noon));
}

TEMPLATE_TEST_CASE("answers outlive a restart and go with their request", "[idempotency]",
                   EVERY_FORM) {
  TestType store;
  store.answers().save({1}, "kept", {"d", "r"}, noon);
  store.work().set_savepoint();
  store.answers().save({1}, "dropped", {"d", "r"}, noon);
  store.work().roll_back_to_savepoint();
  store.restart();
  CHECK(store.answers().find({1}, "kept"));
  CHECK_FALSE(store.answers().find({1}, "dropped"));
}

TEMPLATE_TEST_CASE("a subject has one wrapped key, kept over a restart", "[keys]", EVERY_FORM) {
  TestType store;
  store.keys().save(4, "wrapped");
  expect_failure(store, [&] { store.keys().save(4, "another"); });
  store.restart();
  CHECK(store.keys().find(4) == "wrapped");
  CHECK_FALSE(store.keys().find(5));
}

TEMPLATE_TEST_CASE("a key ring makes a subject's key once and opens it again later", "[keys]",
                   EVERY_FORM) {
  TestType store;
  const vault keys{key_bytes::random()};
  std::string sealed;
  {
    key_ring ring{keys, store.keys(), "test/user"};
    CHECK(ring.find(1) == nullptr);
    sealed = ring.find_or_make(1).seal("words", "place");
    CHECK(ring.find_or_make(1).open(sealed, "place") == "words");
  }
  store.restart();
  key_ring again{keys, store.keys(), "test/user"};
  REQUIRE(again.find(1) != nullptr);
  CHECK(again.find(1)->open(sealed, "place") == "words");
  CHECK(again.find(2) == nullptr);
  key_ring other_kind{keys, store.keys(), "other/user"};
  CHECK_THROWS_AS(other_kind.find(1), storage_failure);
}

TEMPLATE_TEST_CASE("a key made in a request that was rolled back is not there after forgetting",
                   "[keys]", EVERY_FORM) {
  TestType store;
  const vault keys{key_bytes::random()};
  key_ring ring{keys, store.keys(), "test/user"};
  store.work().set_savepoint();
  ring.find_or_make(1);
  store.work().roll_back_to_savepoint();
  ring.forget();
  CHECK(ring.find(1) == nullptr);
}
