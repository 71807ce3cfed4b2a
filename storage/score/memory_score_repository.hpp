#pragma once

#include <map>
#include <memory>
#include <utility>

#include "storage/memory/memory_service_state.hpp"
#include "storage/score/score_repository.hpp"

namespace smartfin {

/// The score history as one value.
struct memory_score_state : memory_service_state {
  std::map<std::pair<book_id, civil_date>, score_row> scores;
};

/// The state must outlive it.
std::unique_ptr<score_repository> make_memory_score_repository(memory_score_state& state);

}  // namespace smartfin
