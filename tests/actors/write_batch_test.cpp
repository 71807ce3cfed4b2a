#include <caf/sec.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/actors/asking.hpp"
#include "tests/actors/word_writer.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

using words = std::vector<std::string>;

constexpr instant noon{std::chrono::hours{12}};

struct word_rig {
  word_store store;
  virtual_system world;
  word_actor writer = world.actors().spawn(word_writer, &store);

  std::vector<answer<added_word>> add(const words& all) {
    std::vector<add_word> requests;
    for (const auto& word : all) requests.push_back({{}, word});
    return ask_all<added_word>(world, writer, requests);
  }
  result<added_word, caf::error> add_with_key(const std::string& word, const std::string& key,
                                              instant now = noon) {
    add_word request{{}, word};
    request.ctx.idempotency_key = key;
    request.ctx.request_digest = "digest of " + word;
    request.ctx.now = now;
    return ask<added_word>(world, writer, request);
  }
};

bool is_ok(const answer<added_word>& given) { return given && given->has_value(); }

}  // namespace

TEST_CASE("requests that wait together become durable with one commit, answered after it") {
  word_rig rig;
  const auto at_commit = std::make_shared<words>();
  rig.store.work.before_commit = [&] { *at_commit = rig.store.state.words; };
  const auto answers = rig.add({"a", "b", "c"});
  CHECK(*at_commit == words{"a", "b", "c"});
  CHECK(rig.store.work.commits == 1);
  for (const auto& given : answers) CHECK(is_ok(given));
  CHECK(answers[2]->value().position == 3);
}

TEST_CASE("nobody is answered before the commit") {
  word_rig rig;
  int answered = 0, answered_at_commit = -1;
  rig.store.work.before_commit = [&] { answered_at_commit = answered; };
  for (const auto* word : {"a", "b"})
    rig.world.actors().spawn([&, word](caf::event_based_actor* self) {
      self->request(rig.writer, caf::infinite, add_word{{}, word}).then([&](const added_word&) {
        ++answered;
      });
    });
  rig.world.drain();
  CHECK(answered_at_commit == 0);
  CHECK(answered == 2);
}

TEST_CASE("a request that comes later gets a commit of its own") {
  word_rig rig;
  rig.add({"a"});
  rig.add({"b"});
  CHECK(rig.store.work.commits == 2);
}

TEST_CASE("a refusal takes back its own request and leaves the others of the batch") {
  word_rig rig;
  const auto answers = rig.add({"a", "refuse", "b"});
  CHECK(is_ok(answers[0]));
  CHECK(refused(answers[1], ledger_errc::stale_version));
  CHECK(is_ok(answers[2]));
  CHECK(rig.store.state.words == words{"a", "b"});
  CHECK(rig.store.work.commits == 1);
  CHECK(rig.store.forgotten == 1);
}

TEST_CASE("a refusal that must be remembered stays written") {
  word_rig rig;
  const auto answers = rig.add({"refuse and keep"});
  CHECK(refused(answers[0], ledger_errc::stale_version));
  CHECK(rig.store.state.words == words{"refuse and keep"});
  CHECK(rig.store.work.commits == 1);
}

TEST_CASE("a bug in one request keeps the ones before it and ends the writer") {
  word_rig rig;
  const auto answers = rig.add({"a", "throw", "b", "c"});
  CHECK(is_ok(answers[0]));
  CHECK(refused(answers[1], infra_errc::internal));
  for (const auto i : {2U, 3U}) {
    REQUIRE(answers[i]);
    CHECK(answers[i]->error() == caf::make_error(caf::sec::request_receiver_down));
  }
  CHECK(rig.store.state.words == words{"a"});
  CHECK(rig.store.work.commits == 1);

  rig.writer = rig.world.actors().spawn(word_writer, &rig.store);
  CHECK(is_ok(rig.add({"b"})[0]));
  CHECK(rig.store.state.words == words{"a", "b"});
}

TEST_CASE("a commit that fails answers everyone with an outage and leaves nothing") {
  word_rig rig;
  rig.store.work.fails.commit = true;
  for (const auto& given : rig.add({"a", "b"})) CHECK(refused(given, infra_errc::storage_failed));
  CHECK(rig.store.state.words.empty());
  CHECK(rig.store.forgotten == 1);
  CHECK(rig.store.work.roll_backs == 1);

  CHECK(is_ok(rig.add({"a"})[0]));
  CHECK(rig.store.state.words == words{"a"});
}

TEST_CASE(
    "a store that fails within a request takes the whole batch with it, and serves the next") {
  word_rig rig;
  const auto answers = rig.add({"a", "fail", "b"});
  CHECK(refused(answers[0], infra_errc::storage_failed));
  CHECK(refused(answers[1], infra_errc::storage_failed));
  CHECK(is_ok(answers[2]));
  CHECK(rig.store.state.words == words{"b"});
  CHECK(rig.store.forgotten == 1);
}

TEST_CASE("a store that cannot begin or set a savepoint is an outage until it can") {
  word_rig rig;
  rig.store.work.fails.begin = true;
  CHECK(refused(rig.add({"a"})[0], infra_errc::storage_failed));
  rig.store.work.fails.savepoint = true;
  CHECK(refused(rig.add({"b"})[0], infra_errc::storage_failed));
  CHECK(is_ok(rig.add({"c"})[0]));
  CHECK(rig.store.state.words == words{"c"});
}

TEST_CASE("a writer that is killed leaves nothing of its batch, whose requests bounce") {
  word_rig rig;
  std::vector<caf::error> answers;
  rig.world.actors().spawn([&](caf::event_based_actor* self) {
    for (const auto* word : {"a", "b"})
      self->request(rig.writer, caf::infinite, add_word{{}, word})
          .then([](const added_word&) { FAIL("answered without a commit"); },
                [&](const caf::error& error) { answers.push_back(error); });
    self->send_exit(rig.writer, caf::exit_reason::kill);  // before the flush, which comes next
  });
  rig.world.drain();
  REQUIRE(answers.size() == 2);
  for (const auto& error : answers)
    CHECK(error == caf::make_error(caf::sec::request_receiver_down));
  CHECK(rig.store.state.words.empty());
  CHECK(rig.store.work.commits == 0);

  rig.writer = rig.world.actors().spawn(word_writer, &rig.store);
  CHECK(is_ok(rig.add({"a"})[0]));
}

TEST_CASE("a request whose deadline has passed is not begun") {
  word_rig rig;
  add_word late{{}, "a"};
  late.ctx.deadline = std::chrono::steady_clock::now() - 1s;
  CHECK(refused(ask<added_word>(rig.world, rig.writer, late), infra_errc::deadline_exceeded));
  CHECK(rig.store.work.begins == 0);
  CHECK(rig.store.state.words.empty());
}

TEST_CASE("a batch does not grow beyond its limit") {
  word_rig rig;
  const auto answers = rig.add(words(write_batch::requests_max + 100, "a"));
  CHECK(rig.store.work.commits == 2);
  for (const auto& given : answers) REQUIRE(is_ok(given));
  CHECK(answers.back()->value().position == static_cast<std::int64_t>(answers.size()));
}

TEST_CASE("the same request with the same key has one effect and one answer") {
  word_rig rig;
  const auto first = rig.add_with_key("a", "key");
  rig.add({"b"});
  const auto again = rig.add_with_key("a", "key");
  CHECK(rig.store.state.words == words{"a", "b"});
  REQUIRE(again);
  CHECK(again->word == first->word);
  CHECK(again->position == first->position);
}

TEST_CASE("the same key twice in one batch has one effect") {
  word_rig rig;
  add_word request{{}, "a"};
  request.ctx.idempotency_key = "key";
  const auto answers = ask_all<added_word>(rig.world, rig.writer, std::vector{request, request});
  CHECK(is_ok(answers[0]));
  CHECK(is_ok(answers[1]));
  CHECK(rig.store.state.words == words{"a"});
}

TEST_CASE("a key that came before with another request is refused") {
  word_rig rig;
  CHECK(rig.add_with_key("a", "key"));
  CHECK(refused(rig.add_with_key("b", "key"), infra_errc::idempotency_key_reused));
  CHECK(rig.store.state.words == words{"a"});
}

TEST_CASE("a refusal or an outage does not use up its key") {
  word_rig rig;
  CHECK(refused(rig.add_with_key("refuse", "key"), ledger_errc::stale_version));
  rig.store.work.fails.commit = true;
  CHECK(refused(rig.add_with_key("a", "key"), infra_errc::storage_failed));
  CHECK(rig.add_with_key("b", "key"));
  CHECK(rig.store.state.words == words{"b"});
}

TEST_CASE(
    "a request that another node has done meanwhile gets that answer instead of its refusal") {
  word_rig rig;
  CHECK(rig.add_with_key("a", "key"));
  const auto elsewhere = std::exchange(rig.store.state.answers, {});
  rig.store.meanwhile = [&] { rig.store.state.answers = elsewhere; };
  add_word late{
      {}, GENERATE("refuse", "alone refuse")};  // as one that finds another version than it names
  late.ctx.idempotency_key = "key";
  late.ctx.request_digest = "digest of a";
  late.ctx.now = noon;
  const auto again = ask<added_word>(rig.world, rig.writer, late);
  REQUIRE(again);
  CHECK(again->word == "a");
  CHECK(rig.store.state.words == words{"a"});
}

TEST_CASE("an answer is remembered for a day, and not in the clear") {
  word_rig rig;
  CHECK(rig.add_with_key("canary", "key"));
  for (const auto& [key, given] : rig.store.state.answers)
    CHECK(given.answer.reply.find("canary") == std::string::npos);
  CHECK(rig.add_with_key("b", "another", noon + 24h));
  CHECK(rig.add_with_key("canary", "key", noon + 24h));
  CHECK(rig.store.state.words == words{"canary", "b"});
  CHECK(rig.add_with_key("c", "third", noon + 24h + 1us));
  CHECK(rig.add_with_key("canary", "key", noon + 24h + 2us));
  CHECK(rig.store.state.words == words{"canary", "b", "c", "canary"});
}

TEST_CASE(
    "a request that is a batch of its own is committed behind those before and takes none with it") {
  word_rig rig;
  const auto answers = rig.add({"a", "alone b", "alone refuse", "c"});
  CHECK(is_ok(answers[0]));
  CHECK(is_ok(answers[1]));
  CHECK(refused(answers[2], ledger_errc::stale_version));
  CHECK(is_ok(answers[3]));
  CHECK(rig.store.state.words == words{"a", "alone b", "c"});
  CHECK(rig.store.work.commits == 3);
  CHECK(rig.store.forgotten == 1);
}

TEST_CASE(
    "a batch of one request that cannot be committed answers with an outage and leaves nothing") {
  word_rig rig;
  rig.store.work.fails.commit = true;
  CHECK(refused(rig.add({"alone"})[0], infra_errc::storage_failed));
  CHECK(rig.store.state.words.empty());
  rig.store.work.fails.begin = true;
  CHECK(refused(rig.add({"alone"})[0], infra_errc::storage_failed));
  CHECK(is_ok(rig.add({"alone"})[0]));
  CHECK(rig.store.state.words == words{"alone"});
}
