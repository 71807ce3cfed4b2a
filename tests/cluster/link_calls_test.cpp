#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <catch2/catch_test_macros.hpp>
#include <future>

#include "messages/errors.hpp"
#include "messages/files.hpp"
#include "tests/cluster/two_nodes.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

TEST_CASE("a request to a service of another node is answered as at home") {
  two_nodes nodes;
  nodes.beta.offer("profile", nodes.beta.system->spawn(echo_profile), keyed_by::user);
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  const auto reply =
      ask<versioned_profile>(*nodes.alpha.system, proxy, find_profile{patient_context(7)});
  REQUIRE(reply);
  CHECK(reply->id == user_id{7});
  CHECK(reply->version == 70);
  CHECK(reply->facts.name == "0123456789abcdef0123456789abcdef");
}

TEST_CASE("calls go both ways over the one link of two nodes") {
  two_nodes nodes;
  nodes.alpha.offer("profile", nodes.alpha.system->spawn(echo_profile));
  const auto proxy = nodes.beta.proxy<profile_actor>("alpha", "profile");
  CHECK(ask<versioned_profile>(*nodes.beta.system, proxy, find_profile{patient_context()}));
}

TEST_CASE("a refusal crosses a link with its category, code and detail") {
  two_nodes nodes;
  nodes.beta.offer("profile", nodes.beta.system->spawn(echo_profile));
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  caf::error error;
  CHECK_FALSE(ask<versioned_profile>(*nodes.alpha.system, proxy,
                                     change_profile{patient_context(), 1, {}}, &error));
  CHECK(error == make_error(profile_errc::stale_version));
  CHECK(detail_of(error) == "version 7 is there");
}

TEST_CASE("without a link a proxy says at once that the request was not processed") {
  test_authority authority;
  test_node alpha{options_for(authority, "alpha")};
  const auto proxy = alpha.proxy<profile_actor>("beta", "profile");
  caf::error error;
  CHECK_FALSE(
      ask<versioned_profile>(*alpha.system, proxy, find_profile{patient_context()}, &error));
  CHECK(error == caf::sec::request_receiver_down);
}

TEST_CASE("a service that the other node does not offer answers that nothing was processed") {
  two_nodes nodes;
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  caf::error error;
  CHECK_FALSE(
      ask<versioned_profile>(*nodes.alpha.system, proxy, find_profile{patient_context()}, &error));
  CHECK(error == caf::sec::request_receiver_down);
}

TEST_CASE("a service whose worker is gone answers that nothing was processed") {
  two_nodes nodes;
  const auto worker = nodes.beta.system->spawn(echo_profile);
  const auto router = nodes.beta.offer("profile", worker);
  router->worker(0).go_down();
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  caf::error error;
  CHECK_FALSE(
      ask<versioned_profile>(*nodes.alpha.system, proxy, find_profile{patient_context()}, &error));
  CHECK(error == caf::sec::request_receiver_down);
}

TEST_CASE("a worker that fails during a request is seen as such across a link") {
  two_nodes nodes;
  nodes.beta.offer("profile", nodes.beta.system->spawn(echo_profile));
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  caf::error error;
  CHECK_FALSE(ask<done>(*nodes.alpha.system, proxy, fail_on_purpose{}, &error));
  CHECK(error == caf::sec::runtime_error);
}

TEST_CASE("ten thousand requests in a row come in the order in which they were sent") {
  two_nodes nodes;
  auto order = std::make_shared<std::vector<std::int64_t>>();
  nodes.beta.offer("profile", nodes.beta.system->spawn([order](profile_actor::pointer) {
    return recording_profile(order);
  }),
                   keyed_by::user);
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  constexpr std::int64_t count = 10'000, at_once = 500;
  std::promise<std::int64_t> finished;
  nodes.alpha.system->spawn([&](caf::event_based_actor* self) {
    ask_in_turn(self, proxy, {count, at_once},
                [&](std::int64_t failed) { finished.set_value(failed); });
  });
  CHECK(finished.get_future().get() == 0);
  REQUIRE(order->size() == count);
  for (std::int64_t i = 0; i < count; ++i) REQUIRE((*order)[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("beyond the number of calls that a link takes the next is refused at once") {
  two_nodes nodes{[](link_options& options) { options.limits.calls_max = 4; }};
  silent_profiles silent{*nodes.beta.system};
  nodes.beta.offer("profile", silent.worker);
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  caf::scoped_actor self{*nodes.alpha.system};
  for (int i = 0; i < 4; ++i) self->request(proxy, caf::infinite, find_profile{patient_context()});
  silent.wait_for(4);
  caf::error error;
  CHECK_FALSE(
      ask<versioned_profile>(*nodes.alpha.system, proxy, find_profile{patient_context()}, &error));
  CHECK(error == make_error(infra_errc::overloaded));
  silent.answer_all();
  silent.wait_for_none();
  // What was refused was not lost for good: the next one goes through.
  silent.speak();
  CHECK(eventually_answered(nodes.alpha, proxy));
}

TEST_CASE("the callee's own limit of requests in flight answers overloaded") {
  two_nodes nodes;
  silent_profiles silent{*nodes.beta.system};
  nodes.beta.offer("profile", silent.worker, keyed_by::nobody, 1);
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  caf::scoped_actor self{*nodes.alpha.system};
  self->request(proxy, caf::infinite, find_profile{patient_context()});
  silent.wait_for(1);
  caf::error error;
  CHECK_FALSE(
      ask<versioned_profile>(*nodes.alpha.system, proxy, find_profile{patient_context()}, &error));
  CHECK(error == make_error(infra_errc::overloaded));
  silent.answer_all();
}

TEST_CASE(
    "a request past its deadline is not sent, and one that nobody answers gives its place back") {
  two_nodes nodes{[](link_options& options) { options.limits.calls_max = 1; }};
  silent_profiles silent{*nodes.beta.system};
  nodes.beta.offer("profile", silent.worker);
  const auto proxy = nodes.alpha.proxy<profile_actor>("beta", "profile");
  auto late = patient_context();
  late.deadline = std::chrono::steady_clock::now() - 1ms;
  nodes.alpha.hub->peer("beta")->ask(call_with(late), {});
  caf::scoped_actor self{*nodes.alpha.system};
  auto brief = patient_context();
  brief.deadline = std::chrono::steady_clock::now() + 300ms;
  self->request(proxy, caf::infinite, find_profile{brief});
  silent.wait_for(1);
  silent.speak();
  CHECK(eventually_answered(nodes.alpha, proxy));
  CHECK(silent.seen() == 1);
}

TEST_CASE(
    "a check that says no keeps a request from its service, and its caller learns nothing more") {
  test_authority authority;
  std::vector<std::string> claims;
  test_node alpha{options_for(authority, "alpha")};
  test_node beta{
      options_for(authority, "beta"), [&](const call_claim& claim) -> std::optional<std::string> {
        claims.push_back(std::string{claim.peer} + " " + std::string{claim.caller} + " " +
                         std::string{claim.service} + " " + std::string{claim.message} + " " +
                         std::string{claim.credential});
        return "not in the table";
      }};
  alpha.reach(beta);
  REQUIRE(alpha.diary.wait_for("up beta") != "");
  silent_profiles silent{*beta.system};
  beta.offer("profile", silent.worker);
  const auto proxy = typed_proxy<profile_actor>(
      *alpha.system, alpha.hub->peer("beta"),
      {.caller = "prediction", .service = "profile", .credential = [] { return "pass"; }});
  caf::error error;
  CHECK_FALSE(
      ask<versioned_profile>(*alpha.system, proxy, find_profile{patient_context()}, &error));
  CHECK(error == make_error(infra_errc::internal));
  CHECK(detail_of(error).empty());
  CHECK(claims == std::vector<std::string>{"alpha prediction profile find_profile pass"});
  CHECK(silent.seen() == 0);
}

TEST_CASE("a message without a reply crosses a link and nothing comes back") {
  two_nodes nodes;
  std::promise<void> heard;
  nodes.beta.offer("audit_log", nodes.beta.system->spawn([&](audit_publisher_actor::pointer) {
    return hearing_publisher(heard);
  }));
  const auto proxy = nodes.alpha.proxy<audit_publisher_actor>("beta", "audit_log");
  caf::anon_send(proxy, entries_committed{});
  CHECK(heard.get_future().wait_for(patience) == std::future_status::ready);
}
