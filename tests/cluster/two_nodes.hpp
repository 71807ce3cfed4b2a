#pragma once

#include <caf/response_promise.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <future>
#include <memory>
#include <vector>

#include "messages/audit.hpp"
#include "messages/profile.hpp"
#include "tests/cluster/linked_nodes.hpp"

namespace smartfin::testing {

/// Answers with the user's number, refuses changes, and dies when it is told to.
profile_actor::behavior_type echo_profile(profile_actor::pointer self);
/// Notes each user's number.
profile_actor::behavior_type recording_profile(std::shared_ptr<std::vector<std::int64_t>> order);
audit_publisher_actor::behavior_type hearing_publisher(std::promise<void>& heard);

/// Asks for the profiles of users 0, 1, 2... and says in the end how many failed.
struct turns {
  std::int64_t count = 0;
  std::int64_t at_once = 0;
};
void ask_in_turn(caf::event_based_actor* self, const profile_actor& whom, turns how,
                 std::function<void(std::int64_t failed)> finished);

/// A service that keeps its requests waiting until it is told to answer.
class silent_profiles {
public:
  explicit silent_profiles(caf::actor_system& system);
  ~silent_profiles();
  /// Until so many requests have come.
  void wait_for(int count);
  /// Answers those that wait.
  void answer_all();
  void wait_for_none();
  /// From now on answers at once.
  void speak();
  int seen() const;

  profile_actor worker;

private:
  struct shared;
  std::shared_ptr<shared> shared_;
};

/// Asks until an answer comes that is no refusal for want of room.
bool eventually_answered(test_node& from, const profile_actor& whom);
/// A call of `find_profile`.
link_call call_with(const call_context& ctx);

/// alpha and beta, linked.
struct two_nodes {
  test_authority authority;
  test_node alpha;
  test_node beta;

  explicit two_nodes(std::function<void(link_options&)> adjust = [](link_options&) {});
  link_options adjusted(const std::string& node, const std::function<void(link_options&)>& adjust);
};

}  // namespace smartfin::testing
