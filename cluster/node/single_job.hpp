#pragma once

#include <caf/behavior.hpp>
#include <caf/event_based_actor.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cluster/membership/directory.hpp"

namespace smartfin {

/// Starts what does the job, with the token that it shows to whatever it writes.
using job_start = std::function<caf::actor(caf::event_based_actor* parent, fencing_token token)>;

struct single_job_state {
  directory* members = nullptr;
  job_start start;
  std::unique_ptr<claim> wish;
  std::optional<fencing_token> token;  // of the claim that is held
  caf::actor worker;
  bool is_ending = false;
  static inline const char* name = "single_job";
};

/// Does a job that at most one node of the cluster may do: waits for the claim, starts a worker when it is held, ends
/// it when it is lost. Ends as its worker does, and gives the claim back with that, so that another node may try.
/// Whatever is sent to it reaches the worker, or nobody. `members` outlives it.
caf::behavior single_job(caf::stateful_actor<single_job_state>* self, directory* members,
                         std::string job, job_start start);

}  // namespace smartfin
