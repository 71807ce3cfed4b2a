#pragma once

#include <caf/event_based_actor.hpp>
#include <caf/stateful_actor.hpp>
#include <filesystem>
#include <functional>

#include "cluster/identity/refusal_counts.hpp"
#include "domain/instant.hpp"
#include "messages/trust.hpp"

namespace smartfin {

struct identity_watch_deps {
  refusal_counts* refusals = nullptr;
  refusal_book_actor book;  // who is told of them
  std::filesystem::path
      data_folder;  // of a node by itself, whose keys are renewed; empty: they are the operator's
  std::function<instant()> clock;
};

struct identity_watch_state {
  note_refusals untold;  // until the book has them, under one key
};

/// Looks after who this node is: requests that were refused become lines of the log and entries of the audit log, at
/// most one for each caller, callee, message and reason in ten seconds; and the keys of a node by itself are renewed
/// before they expire, however long it runs.
caf::behavior identity_watch(caf::stateful_actor<identity_watch_state>* self,
                             identity_watch_deps deps);

}  // namespace smartfin
