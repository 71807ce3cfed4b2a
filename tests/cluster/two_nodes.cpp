#include "tests/cluster/two_nodes.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>
#include <catch2/catch_test_macros.hpp>
#include <stdexcept>

#include "cluster/proxy/carried.hpp"
#include "messages/errors.hpp"
#include "tests/support/patience.hpp"

namespace smartfin::testing {
namespace {

versioned_profile profile_of(const find_profile& request) {
  versioned_profile found{request.ctx.who.user, request.ctx.who.user.value * 10, {}};
  found.facts.name = request.ctx.trace_id;
  return found;
}

struct turn_state {
  turns how;
  std::int64_t next = 0;
  std::int64_t open = 0;
  std::int64_t failed = 0;
  std::function<void(std::int64_t)> finished;
};

void ask_next(caf::event_based_actor* self, const profile_actor& whom,
              const std::shared_ptr<turn_state>& state) {
  if (state->next == state->how.count) {
    if (state->open == 0) state->finished(state->failed);
    return;
  }
  ++state->open;
  const auto after = [=](bool is_answered) {
    --state->open;
    if (!is_answered) ++state->failed;
    ask_next(self, whom, state);
  };
  self->request(whom, caf::infinite, find_profile{patient_context(state->next++)})
      .then([=](const versioned_profile&) { after(true); }, [=](caf::error&) { after(false); });
}

}  // namespace

profile_actor::behavior_type echo_profile(profile_actor::pointer) {
  return {[](const fail_on_purpose&) -> done { throw std::runtime_error{"on purpose"}; },
          [](const find_profile& request) { return profile_of(request); },
          [](const change_profile&) -> caf::result<versioned_profile> {
            return make_error(profile_errc::stale_version, "version 7 is there");
          }};
}

profile_actor::behavior_type recording_profile(std::shared_ptr<std::vector<std::int64_t>> order) {
  return {[](const fail_on_purpose&) { return done{}; },
          [order](const find_profile& request) {
            order->push_back(request.ctx.who.user.value);
            return profile_of(request);
          },
          [](const change_profile&) { return versioned_profile{}; }};
}

audit_publisher_actor::behavior_type hearing_publisher(std::promise<void>& heard) {
  return {[](const fail_on_purpose&) { return done{}; },
          [&heard](const entries_committed&) { heard.set_value(); },
          [](const show_checkpoint&) { return checkpoint_text_view{}; },
          [](const prove_audit_entry&) { return audit_proof_view{}; }};
}

void ask_in_turn(caf::event_based_actor* self, const profile_actor& whom, turns how,
                 std::function<void(std::int64_t failed)> finished) {
  const auto state = std::make_shared<turn_state>();
  state->how = how;
  state->finished = std::move(finished);
  for (std::int64_t i = 0; i < how.at_once; ++i) ask_next(self, whom, state);
}

struct silent_profiles::shared {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<caf::typed_response_promise<versioned_profile>> waiting;
  int seen = 0;
  bool is_speaking = false;
};

silent_profiles::silent_profiles(caf::actor_system& system) : shared_(std::make_shared<shared>()) {
  worker = system.spawn([s = shared_](profile_actor::pointer self) -> profile_actor::behavior_type {
    return {[s](const fail_on_purpose&) {
              const std::lock_guard lock{s->mutex};
              for (auto& each : s->waiting) each.deliver(versioned_profile{});
              s->waiting.clear();
              s->changed.notify_all();
              return done{};
            },
            [s, self](const find_profile& request) -> caf::result<versioned_profile> {
              auto promise = self->make_response_promise<versioned_profile>();
              const std::lock_guard lock{s->mutex};
              if (s->is_speaking) {
                promise.deliver(profile_of(request));
              } else {
                s->waiting.push_back(promise);
                ++s->seen;
                s->changed.notify_all();
              }
              return promise;
            },
            [](const change_profile&) { return versioned_profile{}; }};
  });
}

/// What still waits holds the actor, which holds what waits.
silent_profiles::~silent_profiles() {
  const std::lock_guard lock{shared_->mutex};
  shared_->waiting.clear();
}

void silent_profiles::wait_for(int count) {
  std::unique_lock lock{shared_->mutex};
  REQUIRE(shared_->changed.wait_for(lock, patience, [&] { return shared_->seen >= count; }));
}

void silent_profiles::answer_all() { caf::anon_send(worker, fail_on_purpose{}); }

void silent_profiles::wait_for_none() {
  std::unique_lock lock{shared_->mutex};
  REQUIRE(shared_->changed.wait_for(lock, patience, [&] { return shared_->waiting.empty(); }));
}

void silent_profiles::speak() {
  const std::lock_guard lock{shared_->mutex};
  shared_->is_speaking = true;
}

int silent_profiles::seen() const {
  const std::lock_guard lock{shared_->mutex};
  return shared_->seen;
}

bool eventually_answered(test_node& from, const profile_actor& whom) {
  return test::eventually(
      [&] {
        return ask<versioned_profile>(*from.system, whom, find_profile{patient_context()})
            .has_value();
      },
      patience);
}

link_call call_with(const call_context& ctx) {
  link_call call;
  call.caller = "tester";
  call.service = "profile";
  call.interface = "profile";
  call.message = "find_profile";
  call.context = carried(ctx);
  call.payload = "{}";
  call.deadline = ctx.deadline;
  return call;
}

link_options two_nodes::adjusted(const std::string& node,
                                 const std::function<void(link_options&)>& adjust) {
  auto options = options_for(authority, node);
  adjust(options);
  return options;
}

two_nodes::two_nodes(std::function<void(link_options&)> adjust)
    : alpha(adjusted("alpha", adjust)), beta(adjusted("beta", adjust)) {
  alpha.reach(beta);
  beta.reach(alpha);
  REQUIRE(alpha.diary.wait_for("up beta") != "");
  REQUIRE(beta.diary.wait_for("up alpha") != "");
}

}  // namespace smartfin::testing
