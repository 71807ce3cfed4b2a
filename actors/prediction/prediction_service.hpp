#pragma once

#include <memory>
#include <unordered_map>

#include "actors/writer_store.hpp"
#include "learning/score_models.hpp"
#include "messages/ledger_queries.hpp"
#include "messages/prediction.hpp"
#include "messages/profile.hpp"
#include "storage/score/score_repository.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin {

struct prediction_deps {
  service_deps common;
  service<profile_actor> profile;
  service<ledger_query_actor> ledger;
  std::shared_ptr<const score_models> models;  // null: the rules answer
};

using prediction_writer =
    prediction_actor::extend_with<event_publishing_actor>::extend<caf::reacts_to<flush_batch>>;

struct prediction_parts : publisher_store {
  explicit prediction_parts(const prediction_deps& deps);

  std::unique_ptr<score_repository> rows;
  write_batch batch;
};

struct prediction_state {
  std::unique_ptr<prediction_parts> parts;
  std::unique_ptr<prediction_deps> deps;
  /// The last score kept of each book, so that looking at one's score again writes nothing.
  std::unordered_map<std::int64_t, std::pair<civil_date, int>> kept;
  static inline const char* name = "prediction";
};

/// ML PREDICTION. Owns the history of scores. Talks to PROFILE and to FINANCE's readers. Forgets nothing that matters
/// when it restarts.
prediction_writer::behavior_type prediction_service(
    prediction_writer::stateful_pointer<prediction_state> self, prediction_deps deps);

}  // namespace smartfin
