#pragma once

#include <caf/fwd.hpp>
#include <caf/stateful_actor.hpp>
#include <functional>
#include <memory>

#include "domain/instant.hpp"
#include "messages/file_keeping.hpp"
#include "storage/objects/object_store.hpp"
#include "supervisors/crash_policy.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin {

struct file_sweeper_deps {
  service<file_keeper_actor> keeper;
  std::shared_ptr<object_store> objects;
  std::function<instant()> clock;
  /// How long a content is kept that no file has: longer than any upload takes.
  std::chrono::minutes after{60};
  std::chrono::milliseconds every{60'000};
  crash_report report{};
};

/// Looks for loose contents once more.
struct sweep_contents {};

using file_sweeper_actor = caf::typed_actor<caf::reacts_to<sweep_contents>>;

struct file_sweeper_state {
  static inline const char* name = "sweeper";
};

/// Takes contents that belong to no file out of the object store, some at a time, at its start and from then on. Owns
/// nothing and forgets nothing: what is left over is named again.
file_sweeper_actor::behavior_type file_sweeper(
    file_sweeper_actor::stateful_pointer<file_sweeper_state> self, file_sweeper_deps deps);

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::sweep_contents)
