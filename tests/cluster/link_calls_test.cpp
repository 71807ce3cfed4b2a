#include <caf/typed_event_based_actor.hpp>
#include <catch2/catch_test_macros.hpp>

#include "messages/errors.hpp"
#include "messages/profile.hpp"
#include "tests/cluster/linked_nodes.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

/// Answers with the user's number as version, refuses changes.
profile_actor::behavior_type echo_profile(profile_actor::pointer) {
  return {[](const fail_on_purpose&) { return done{}; },
          [](const find_profile& request) {
            versioned_profile found{request.ctx.who.user, request.ctx.who.user.value * 10, {}};
            found.facts.name = request.ctx.trace_id;
            return found;
          },
          [](const change_profile&) -> caf::result<versioned_profile> {
            return make_error(profile_errc::stale_version, "version 7 is there");
          }};
}

struct two_nodes {
  test_authority authority;
  test_node alpha{options_for(authority, "alpha")};
  test_node beta{options_for(authority, "beta")};

  two_nodes() {
    alpha.reach(beta);
    beta.reach(alpha);
    REQUIRE(alpha.diary.wait_for("up beta") != "");
    REQUIRE(beta.diary.wait_for("up alpha") != "");
  }
};

}  // namespace

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
