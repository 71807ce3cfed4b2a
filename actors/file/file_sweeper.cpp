#include "actors/file/file_sweeper.hpp"

#include "messages/errors.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

using self_pointer = file_sweeper_actor::stateful_pointer<file_sweeper_state>;

constexpr std::chrono::seconds keeper_patience{30};
constexpr int contents_at_once = 100;

/// What could be taken out of the store; the rest another time.
std::vector<std::string> removed(object_store& objects, const std::vector<std::string>& names) {
  std::vector<std::string> gone;
  for (const auto& name : names) {
    try {
      objects.remove(name);
    } catch (const storage_failure&) {
      break;
    }
    gone.push_back(name);
  }
  return gone;
}

void sweep(self_pointer self, const file_sweeper_deps& deps) {
  const auto again = [self, every = deps.every] {
    self->delayed_send(self, every, sweep_contents{});
  };
  const auto missed = [again](const caf::error&) { again(); };
  give_up_contents request{{}, deps.clock() - deps.after, contents_at_once};
  self->request(deps.keeper.for_key(0), keeper_patience, std::move(request))
      .then(
          [=](const given_up_contents& loose) {
            auto gone = removed(*deps.objects, loose.objects);
            if (gone.empty()) return again();
            const bool more = loose.objects.size() == contents_at_once && gone == loose.objects;
            self->request(deps.keeper.for_key(0), keeper_patience,
                          forget_contents{{}, std::move(gone)})
                .then(
                    [=](const done&) {
                      if (more)
                        self->send(self, sweep_contents{});
                      else
                        again();
                    },
                    missed);
          },
          missed);
}

}  // namespace

file_sweeper_actor::behavior_type file_sweeper(self_pointer self, file_sweeper_deps deps) {
  apply_crash_policy(self, deps.report);
  self->send(self, sweep_contents{});
  return {[=](const sweep_contents&) { sweep(self, deps); }};
}

}  // namespace smartfin
