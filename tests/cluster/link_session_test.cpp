#include <catch2/catch_test_macros.hpp>
#include <random>

#include "tests/cluster/session_rig.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

TEST_CASE("a session says hello first and takes nothing before the other's hello") {
  session_rig rig;
  REQUIRE(rig.pipe->written().size() == 1);
  CHECK(rig.pipe->written()[0].hello().node() == "alpha");
  rig.hear(session_rig::request(1));
  CHECK(rig.pipe->is_ended);
  CHECK(rig.calls.empty());
  CHECK(rig.events.empty());
}

TEST_CASE("a hello under another name than the certificate's is refused") {
  session_rig rig;
  rig.greet("gamma");
  CHECK(rig.pipe->written().back().has_refusal());
  CHECK(rig.pipe->is_ended);
  CHECK(rig.events.empty());
}

TEST_CASE("a second hello ends the session") {
  session_rig rig;
  rig.greet();
  rig.greet();
  CHECK(rig.events == std::vector<std::string>{"opened beta 1"});
  CHECK(rig.pipe->is_ended);
}

TEST_CASE("a session without a hello is ended when its time is over") {
  session_rig rig;
  rig.session->expire(std::chrono::steady_clock::now() + 1h);
  CHECK(rig.pipe->is_ended);
}

TEST_CASE("a request's number that is not above the last ends the session") {
  session_rig rig;
  rig.greet();
  rig.hear(session_rig::request(5));
  rig.hear(session_rig::request(5));
  CHECK(rig.calls.size() == 1);
  CHECK(rig.pipe->is_ended);
}

TEST_CASE("requests beyond the limit are declined and the others stay") {
  session_rig rig;
  rig.greet();
  for (std::uint64_t id = 1; id <= 5; ++id) rig.hear(session_rig::request(id));
  CHECK(rig.calls.size() == 4);
  const auto last = rig.pipe->written().back();
  CHECK(last.reply().id() == 5);
  CHECK(last.reply().error_category() == "infra");
  rig.calls[0].second(link_answer{"{}", {}});
  rig.hear(session_rig::request(6));
  CHECK(rig.calls.size() == 5);
}

TEST_CASE("an answer that nobody waits for any more is not sent") {
  session_rig rig;
  rig.greet();
  rig.hear(session_rig::request(1));
  wire::Frame cancel;
  cancel.mutable_cancel()->set_id(1);
  rig.hear(cancel);
  const auto before = rig.pipe->written().size();
  rig.calls[0].second(link_answer{"{}", {}});
  CHECK(rig.pipe->written().size() == before);
}

TEST_CASE(
    "calls that wait for the connection were not sent when it ends, the one under way may have been") {
  session_rig rig;
  rig.greet();
  rig.pipe->is_flowing = false;
  std::vector<call_outcome> outcomes;
  for (int i = 0; i < 3; ++i)
    rig.session->ask(session_rig::patient_call(),
                     [&](call_outcome what) { outcomes.push_back(std::move(what)); });
  rig.session->on_ended("cut");
  REQUIRE(outcomes.size() == 3);
  CHECK(std::get<call_loss>(outcomes[0]) == call_loss::unanswered);
  CHECK(std::get<call_loss>(outcomes[1]) == call_loss::not_sent);
  CHECK(std::get<call_loss>(outcomes[2]) == call_loss::not_sent);
  rig.session->ask(session_rig::patient_call(),
                   [&](call_outcome what) { outcomes.push_back(std::move(what)); });
  CHECK(std::get<call_loss>(outcomes[3]) == call_loss::not_sent);
}

TEST_CASE("a call whose deadline passes is given up and the other side is told") {
  session_rig rig;
  rig.greet();
  std::vector<call_outcome> outcomes;
  rig.session->ask(session_rig::patient_call(),
                   [&](call_outcome what) { outcomes.push_back(std::move(what)); });
  rig.session->expire(std::chrono::steady_clock::now() + 2min);
  REQUIRE(outcomes.size() == 1);
  CHECK(std::get<call_loss>(outcomes[0]) == call_loss::expired);
  CHECK(rig.pipe->written().back().has_cancel());
  wire::Frame late;
  late.mutable_reply()->set_id(1);
  rig.hear(late);
  CHECK(outcomes.size() == 1);
}

TEST_CASE("an upload out of order, too long or ahead of its credit ends the session") {
  const auto is_ended_by = [](std::vector<wire::Frame> pieces) {
    session_rig rig;
    rig.greet();
    auto request = session_rig::request(1);
    request.mutable_request()->set_has_upload(true);
    request.mutable_request()->set_upload_size(3 << 20);
    rig.hear(request);
    for (auto& each : pieces) rig.hear(each);
    CHECK(rig.calls.empty());
    return rig.pipe->is_ended;
  };
  CHECK(is_ended_by({session_rig::piece(1, 1, 10)}));
  CHECK(is_ended_by({session_rig::piece(1, 0, (3 << 20) + 1)}));
  CHECK(is_ended_by({session_rig::piece(1, 0, (1 << 20) + 1)}));
  CHECK(is_ended_by({session_rig::piece(1, 0, 0)}));
  CHECK_FALSE(is_ended_by({session_rig::piece(1, 0, 10), session_rig::piece(2, 0, 10)}));
}

TEST_CASE("a request with an upload is handed over when the last piece is put away") {
  session_rig rig;
  rig.greet();
  auto request = session_rig::request(1);
  request.mutable_request()->set_has_upload(true);
  request.mutable_request()->set_upload_size(20);
  rig.hear(request);
  rig.hear(session_rig::piece(1, 0, 12));
  CHECK(rig.calls.empty());
  rig.hear(session_rig::piece(1, 12, 8));
  REQUIRE(rig.wait_for_calls(1));
  CHECK(rig.calls[0].first.upload->size() == 20);
}

TEST_CASE("a credit for what was never sent ends the session") {
  session_rig rig;
  rig.greet();
  auto call = session_rig::patient_call();
  call.upload = std::make_shared<memory_scratch>(std::string(1'000, 'x'));
  rig.session->ask(std::move(call), [](call_outcome) {});
  REQUIRE(rig.pipe->wait_for(3));  // hello, request, piece
  wire::Frame credit;
  credit.mutable_credit()->set_id(1);
  credit.mutable_credit()->set_bytes(1'001);
  rig.hear(credit);
  CHECK(rig.pipe->is_ended);
}

TEST_CASE("whatever frames come, a session holds what it may and calls nobody too often") {
  const auto seed = test::chosen("SMARTFIN_SEED", 23);
  const auto rounds = test::chosen("SMARTFIN_ROUNDS", 300);
  CAPTURE(seed);
  std::minstd_rand random{static_cast<std::minstd_rand::result_type>(seed)};
  for (std::uint64_t round = 0; round < rounds; ++round) {
    session_rig rig;
    if (round % 8 != 0) rig.greet();
    for (int i = 0; i < 40; ++i) {
      auto frame = session_rig::request(random() % 6);
      switch (random() % 5) {
        case 0:
          frame.mutable_request()->set_has_upload(true);
          frame.mutable_request()->set_upload_size(random() % 2 == 0 ? random() % 64 : ~0ULL);
          break;
        case 1:
          frame = session_rig::piece(random() % 6, random() % 3 * 8, random() % 9);
          break;
        case 2:
          frame.mutable_credit()->set_id(random() % 6);
          frame.mutable_credit()->set_bytes(random());
          break;
        default:
          break;
      }
      // A few of its bytes are others.
      auto bytes = frame.SerializeAsString();
      for (auto changes = random() % 3; changes > 0; --changes)
        bytes[random() % bytes.size()] = static_cast<char>(random());
      wire::Frame received;
      if (received.ParseFromString(bytes)) rig.hear(received);
    }
    CHECK(rig.events.size() <= 2);
    rig.worker.stop();
    CHECK(rig.calls.size() <= 40);
  }
}
