#include "commands/identity_watch.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "messages/errors.hpp"
#include "tests/supervisors/virtual_system.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

constexpr instant noon{std::chrono::hours{12}};

struct told_book {
  std::vector<note_refusals> told;
  bool is_out = false;
};

refusal_book_actor::behavior_type book(refusal_book_actor::pointer, told_book* keeps) {
  return {[keeps](const note_refusals& m) -> caf::result<done> {
    keeps->told.push_back(m);
    if (keeps->is_out) return make_error(infra_errc::storage_failed);
    return done{};
  }};
}

}  // namespace

TEST_CASE("what was refused is told once, under one key however often it has to be said") {
  told_book keeps;
  refusal_counts refusals;
  virtual_system world;
  const auto handle = world.actors().spawn(book, &keeps);
  const auto watch = world.actors().spawn(
      identity_watch, identity_watch_deps{&refusals, handle, {}, [] { return noon; }});
  world.pass(11s);
  CHECK(keeps.told.empty());

  keeps.is_out = true;
  refusals.add({"file", "finance", "record_transaction"}, trust_errc::not_allowed, noon);
  refusals.add({"file", "finance", "record_transaction"}, trust_errc::not_allowed, noon + 1s);
  world.pass(10s);
  REQUIRE(keeps.told.size() == 1);
  refusals.add({"file", "auth", "log_in"}, trust_errc::not_allowed, noon);
  keeps.is_out = false;
  world.pass(10s);
  REQUIRE(keeps.told.size() == 2);
  for (const auto& each : keeps.told) {
    CHECK(each.ctx.idempotency_key == keeps.told[0].ctx.idempotency_key);
    REQUIRE(each.refusals.size() == 1);
    CHECK(each.refusals[0].callee == "finance");
    CHECK(each.refusals[0].count == 2);
  }
  world.pass(10s);
  REQUIRE(keeps.told.size() == 3);
  CHECK(keeps.told[2].refusals[0].callee == "auth");
  CHECK(keeps.told[2].ctx.idempotency_key != keeps.told[0].ctx.idempotency_key);
  world.pass(60s);
  CHECK(keeps.told.size() == 3);
  caf::anon_send_exit(watch, caf::exit_reason::kill);
  world.drain();
}
