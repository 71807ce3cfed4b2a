#include <caf/event_based_actor.hpp>
#include <catch2/catch_test_macros.hpp>
#include <csignal>

#include "messages/errors.hpp"
#include "tests/cluster/peer_process.hpp"
#include "tests/cluster/tcp_relay.hpp"
#include "tests/cluster/two_nodes.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

/// alpha reaches beta through a relay.
struct relayed_nodes {
  test_authority authority;
  test_node alpha{options_for(authority, "alpha")};
  test_node beta{options_for(authority, "beta")};
  tcp_relay relay{beta.hub->port()};

  relayed_nodes() {
    alpha.hub->reach("beta", relay.address());
    REQUIRE(alpha.diary.wait_for("up beta") != "");
    REQUIRE(beta.diary.wait_for("up alpha") != "");
  }
};

/// The error that a request ends with, once it has.
std::future<caf::error> error_of(test_node& from, const profile_actor& whom) {
  auto promise = std::make_shared<std::promise<caf::error>>();
  from.system->spawn([=](caf::event_based_actor* self) {
    self->request(whom, caf::infinite, find_profile{patient_context()})
        .then([=](const versioned_profile&) { promise->set_value({}); },
              [=](caf::error& error) { promise->set_value(std::move(error)); });
  });
  return promise->get_future();
}

}  // namespace

TEST_CASE("when a link is cut what was sent is answered at once, and the link comes back") {
  relayed_nodes nodes;
  silent_profiles silent{*nodes.beta.system};
  nodes.beta.offer("profile", silent.worker);
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  auto sent = error_of(nodes.alpha, proxy);
  silent.wait_for(1);
  nodes.relay.cut();
  REQUIRE(sent.wait_for(patience) == std::future_status::ready);
  CHECK(sent.get() == make_error(infra_errc::answer_lost));
  CHECK(nodes.alpha.diary.wait_for("down beta") != "");
  REQUIRE(nodes.alpha.diary.wait_for("up beta") != "");
  silent.speak();
  CHECK(eventually_answered(nodes.alpha, proxy));
  CHECK(nodes.relay.connections() == 2);
}

TEST_CASE("a proxy works for a router as a local worker does") {
  relayed_nodes nodes;
  nodes.beta.offer("profile", nodes.beta.system->spawn(echo_profile));
  service_router router{*nodes.alpha.system,
                        {.name = "profile", .routing = routing::round_robin, .workers = 2}};
  const auto remote = nodes.alpha.proxy<profile_actor>("beta", "profile");
  router.worker(0).bind(caf::actor_cast<caf::strong_actor_ptr>(remote));
  const auto whom = caf::actor_cast<profile_actor>(router.handle());
  CHECK(ask<versioned_profile>(*nodes.alpha.system, whom, find_profile{patient_context(3)}));
  router.close();
}

TEST_CASE("after a node started anew its peers find it again") {
  test_authority authority;
  test_node alpha{options_for(authority, "alpha")};
  auto options = options_for(authority, "beta");
  auto beta = std::make_unique<test_node>(options);
  const auto port = beta->hub->port();
  alpha.reach(*beta);
  REQUIRE(alpha.diary.wait_for("up beta") != "");
  beta.reset();
  REQUIRE(alpha.diary.wait_for("down beta") != "");
  options.listen_port = port;
  options.incarnation = "beta-2";
  beta = std::make_unique<test_node>(options);
  beta->offer("profile", beta->system->spawn(echo_profile));
  REQUIRE(alpha.diary.wait_for("up beta") != "");
  CHECK(alpha.hub->peer("beta")->info()->incarnation == "beta-2");
  CHECK(eventually_answered(alpha, alpha.proxy<profile_actor>("beta", "profile")));
}

TEST_CASE("a node that is forgotten is not connected to again") {
  relayed_nodes nodes;
  nodes.alpha.hub->forget("beta");
  CHECK(nodes.alpha.diary.wait_for("down beta: the node has left") != "");
  CHECK_FALSE(nodes.alpha.hub->peer("beta")->up());
}

TEST_CASE("closing a hub answers what is on its way") {
  relayed_nodes nodes;
  silent_profiles silent{*nodes.beta.system};
  nodes.beta.offer("profile", silent.worker);
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  auto sent = error_of(nodes.alpha, proxy);
  silent.wait_for(1);
  nodes.alpha.hub->close();
  CHECK(sent.get() == make_error(infra_errc::answer_lost));
}

TEST_CASE("a peer that was stopped is noticed, and found again when it goes on") {
  test_authority authority;
  auto options = options_for(authority, "alpha");
  options.times.keepalive = options.times.keepalive_timeout = 500ms;
  test_node alpha{options};
  peer_process beta{authority, "beta"};
  alpha.hub->reach("beta", beta.address());
  REQUIRE(alpha.diary.wait_for("up beta") != "");
  const auto proxy = alpha.proxy<profile_actor>("beta", "profile");
  CHECK(eventually_answered(alpha, proxy));
  beta.signal(SIGSTOP);
  auto sent = error_of(alpha, proxy);
  CHECK(sent.get() == make_error(infra_errc::answer_lost));
  CHECK(alpha.diary.wait_for("down beta") != "");
  beta.signal(SIGCONT);
  REQUIRE(alpha.diary.wait_for("up beta") != "");
  CHECK(eventually_answered(alpha, proxy));
}

TEST_CASE("a peer that was killed is noticed") {
  test_authority authority;
  test_node alpha{options_for(authority, "alpha")};
  peer_process beta{authority, "beta"};
  alpha.hub->reach("beta", beta.address());
  REQUIRE(alpha.diary.wait_for("up beta") != "");
  beta.signal(SIGKILL);
  CHECK(alpha.diary.wait_for("down beta") != "");
}

TEST_CASE("what passes over a link cannot be read by who listens") {
  relayed_nodes nodes;
  nodes.beta.offer("profile", nodes.beta.system->spawn(echo_profile));
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  auto ctx = patient_context(4'711);
  ctx.trace_id = "a-text-that-nobody-may-read";
  const auto reply = ask<versioned_profile>(*nodes.alpha.system, proxy, find_profile{ctx});
  REQUIRE(reply);
  CHECK(reply->facts.name == ctx.trace_id);
  const auto seen = nodes.relay.seen();
  CHECK(seen.size() > 1'000);
  for (const auto* word : {"a-text-that", "find_profile", "profile", "trace_id", "smartfin"})
    CHECK(seen.find(word) == std::string::npos);
}
