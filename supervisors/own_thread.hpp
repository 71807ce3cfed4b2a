#pragma once

#include <caf/actor_cast.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/spawn_options.hpp>
#include <string>

#include "supervisors/child_spec.hpp"

namespace smartfin {

/// What a worker's thread is for, where there is more to do than processors.
enum class urgency : std::uint8_t {
  call,    // somebody waits for the answer
  letter,  // must be done, and can wait a little: gives way to calls
};

/// Names the calling thread, as debuggers and profilers show it (15 characters), and sets its priority. Where the
/// system allows neither, nothing is changed.
void prepare_thread(const std::string& name, urgency how);

/// The same behaviour, on a thread that is prepared first.
template <class Behaviour, class Self, class... Arguments>
auto on_prepared_thread(Behaviour (*behaviour)(Self, Arguments...), std::string name, urgency how) {
  return [=](Self self, Arguments... arguments) -> Behaviour {
    prepare_thread(name, how);
    return behaviour(self, std::move(arguments)...);
  };
}

/// A worker with a thread of its own, for work that waits for a disk or burns a core.
template <class Behaviour, class... Arguments>
child_start detached(const std::string& name, urgency how, Behaviour behaviour,
                     Arguments... arguments) {
  return [=](caf::event_based_actor* supervisor) {
    return caf::actor_cast<caf::actor>(supervisor->home_system().spawn<caf::detached>(
        on_prepared_thread(behaviour, name, how), arguments...));
  };
}

}  // namespace smartfin
