#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <stdexcept>

#include "tests/cluster/membership/directory_witness.hpp"
#include "tests/cluster/membership/memory_lease_server.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

constexpr lease_terms terms{1500ms, 500ms};

member_record record(const std::string& name) {
  member_record own;
  own.name = name;
  own.incarnation = draw_incarnation();
  return own;
}

std::shared_ptr<memory_lease_server> server() {
  return std::make_shared<memory_lease_server>(&std::chrono::steady_clock::now, terms.ttl);
}

/// A node whose way to the server can be cut, or made to hang for as long as a call may take.
struct test_node {
  test_node(const std::shared_ptr<memory_lease_server>& at, const std::string& name)
      : line(std::make_shared<line_to_server>()) {
    line->fate = [this](lease_time until) {
      if (hangs) never.wait_until(until);
      return cut || hangs ? call_fate::request_lost : call_fate::passes;
    };
    self = make_leased_directory(record(name), make_memory_lease_store(at, line), terms,
                                 witness.listener());
  }

  directory_witness witness{};
  std::atomic<bool> cut{false};
  std::atomic<bool> hangs{false};
  std::promise<void> answer{};
  std::shared_future<void> never{answer.get_future()};
  std::shared_ptr<line_to_server> line;
  std::unique_ptr<directory> self{};
};

}  // namespace

TEST_CASE("nodes see each other come, change and go") {
  const auto at = server();
  test_node one{at, "n1"};
  test_node two{at, "n2"};
  REQUIRE(one.witness.sees_standing(standing::in));
  CHECK(one.self->is_in());
  REQUIRE(one.witness.sees_members(2));
  CHECK(one.self->view()->members[1].record.name == "n2");
  two.self->set_draining(true);
  two.self->set_services({"auth"});
  CHECK(one.witness.sees([](auto& w) {
    const auto& last = w.views_.back()->members;
    return last.size() == 2 && last[1].record.draining && last[1].record.services.size() == 1;
  }));
  two.self->stop();
  CHECK_FALSE(two.self->is_in());
  CHECK(one.witness.sees_members(1));
  CHECK(two.witness.standings().back() == standing::out);
  const auto views = one.witness.views();
  for (std::size_t i = 1; i < views.size(); ++i) CHECK(views[i - 1]->revision < views[i]->revision);
}

TEST_CASE("a claim that is given back goes to whoever waits, with a greater token") {
  const auto at = server();
  test_node one{at, "n1"};
  test_node two{at, "n2"};
  auto first = one.self->contend("relay", one.witness.held());
  REQUIRE(one.witness.sees_token());
  const auto token = one.witness.tokens().back();
  CHECK(first->token() == token);
  const auto second = two.self->contend("relay", two.witness.held());
  REQUIRE(two.witness.sees(
      [](auto& w) { return !w.views_.empty() && !w.views_.back()->holders.empty(); }));
  CHECK(two.self->view()->holders[0].node == "n1");
  first.reset();
  REQUIRE(two.witness.sees_token());
  CHECK(two.witness.tokens().back()->value > token->value);
}

TEST_CASE("a stopped directory's claims are told, worth nothing, and taken over") {
  const auto at = server();
  test_node one{at, "n1"};
  test_node two{at, "n2"};
  const auto first = one.self->contend("relay", one.witness.held());
  REQUIRE(one.witness.sees_token());
  const auto second = two.self->contend("relay", two.witness.held());
  one.self->stop();
  CHECK_FALSE(first->token());
  CHECK_FALSE(one.witness.tokens().back());
  CHECK(two.witness.sees_token());
  const auto late = one.self->contend("another", one.witness.held());
  CHECK_FALSE(late->token());
}

TEST_CASE("a claim may outlive its directory and be given back from what it is told") {
  const auto at = server();
  test_node one{at, "n1"};
  std::unique_ptr<claim> short_lived;
  std::mutex guard;
  std::atomic<bool> gave_back{false};
  {
    const std::lock_guard hold{guard};
    short_lived = one.self->contend("relay", [&](auto) {
      const std::lock_guard wait{guard};
      short_lived.reset();
      gave_back = true;
    });
  }
  const auto other = one.self->contend("sweeper", one.witness.held());
  CHECK(one.witness.sees_token());
  CHECK(one.witness.sees(
      [](auto& w) { return !w.views_.empty() && w.views_.back()->holders.size() == 1; }));
  one.self.reset();
  CHECK_FALSE(other->token());
  CHECK(gave_back);
}

TEST_CASE(
    "a node that is cut off tells that it is out, keeps its view, and comes back with a new token") {
  const auto at = server();
  test_node one{at, "n1"};
  test_node two{at, "n2"};
  const auto wish = one.self->contend("relay", one.witness.held());
  REQUIRE(one.witness.sees_token());
  REQUIRE(one.witness.sees_members(2));
  const auto token = wish->token();
  one.cut = true;
  REQUIRE(one.witness.sees_standing(standing::out));
  CHECK_FALSE(one.self->is_in());
  CHECK_FALSE(wish->token());
  CHECK(one.self->view()->members.size() == 2);
  REQUIRE(two.witness.sees([](auto& w) { return w.views_.back()->members.size() == 1; }));
  CHECK(one.witness.sees(
      [](auto& w) { return !w.troubles_.empty() && !w.troubles_.back().empty(); }));
  one.cut = false;
  REQUIRE(one.witness.sees([&](auto& w) { return w.tokens_.back() && w.tokens_.back() > token; }));
  CHECK(one.self->is_in());
  CHECK(one.witness.sees([](auto& w) { return w.troubles_.back().empty(); }));
  const auto told = one.witness.tokens();  // first the one, then none, then the other
  CHECK(std::ranges::any_of(told, [](const auto& each) { return !each; }));
}

TEST_CASE("a second incarnation waits until the name is free") {
  const auto at = server();
  auto one = std::make_unique<test_node>(at, "n1");
  REQUIRE(one->witness.sees_standing(standing::in));
  test_node again{at, "n1"};
  REQUIRE(again.witness.sees_standing(standing::name_taken));
  CHECK_FALSE(again.self->is_in());
  one.reset();
  CHECK(again.witness.sees_standing(standing::in));
}

TEST_CASE("a directory stops while nobody answers") {
  const auto at = server();
  test_node one{at, "n1"};
  REQUIRE(one.witness.sees_standing(standing::in));
  one.hangs = true;
  REQUIRE(one.witness.sees([](auto& w) { return !w.troubles_.empty(); }));
  one.self->stop();
  one.self->stop();
  CHECK_FALSE(one.self->is_in());
}

TEST_CASE("a store that forgot everything is told again, and the views' revisions still grow") {
  const auto at = server();
  test_node one{at, "n1"};
  test_node two{at, "n2"};
  REQUIRE(one.witness.sees_members(2));
  at->forget();
  REQUIRE(one.witness.sees(
      [](auto& w) { return w.standings_.size() >= 3 && w.standings_.back() == standing::in; }));
  CHECK(two.witness.sees([](auto& w) { return w.views_.back()->members.size() == 2; }));
  const auto views = one.witness.views();
  for (std::size_t i = 1; i < views.size(); ++i) CHECK(views[i - 1]->revision < views[i]->revision);
}

TEST_CASE("a directory refuses names and terms that can't be") {
  const auto at = server();
  const auto line = std::make_shared<line_to_server>();
  const auto make = [&](member_record own, lease_terms how) {
    return make_leased_directory(std::move(own), make_memory_lease_store(at, line), how, {});
  };
  CHECK_THROWS_AS(make(record("N 1"), terms), std::invalid_argument);
  CHECK_THROWS_AS(make(record("n1"), lease_terms{1s, 1s}), std::invalid_argument);
  auto nameless = record("n1");
  nameless.incarnation.clear();
  CHECK_THROWS_AS(make(nameless, terms), std::invalid_argument);
  const auto sound = make(record("n1"), terms);
  CHECK_THROWS_AS(sound->contend("no job", [](auto) {}), std::invalid_argument);
  const auto wish = sound->contend("relay", [](auto) {});
  CHECK_THROWS_AS(sound->contend("relay", [](auto) {}), std::invalid_argument);
}
