#pragma once

#include <memory>
#include <unordered_map>

#include "actors/events/event_publisher.hpp"
#include "actors/service_deps.hpp"
#include "actors/write_batch.hpp"
#include "learning/score_models.hpp"
#include "messages/ledger_queries.hpp"
#include "messages/prediction.hpp"
#include "messages/profile.hpp"
#include "storage/key_ring.hpp"
#include "storage/score/score_repository.hpp"
#include "storage/sql/sql_unit_of_work.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin {

struct prediction_deps {
  service_deps common;
  service<profile_actor> profile;
  service<ledger_query_actor> ledger;
  std::shared_ptr<const score_models> models;  // null: the rules answer
};

using prediction_writer = prediction_actor::extend<caf::reacts_to<flush_batch>>;

struct prediction_parts {
  explicit prediction_parts(const prediction_deps& deps);

  sql_session session;
  sql_unit_of_work work;
  std::unique_ptr<idempotency_repository> answers;
  std::unique_ptr<key_repository> key_rows;
  std::unique_ptr<score_repository> rows;
  std::unique_ptr<event_log> event_rows;
  key_ring keys;
  event_publisher events;
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
